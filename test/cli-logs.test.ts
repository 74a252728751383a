// `ockham diagnose` on logs of other programs, as users run it.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openDesk } from "./desk.ts";
import { logSamples } from "./samples/logs.ts";

const { at, ockham, clear } = openDesk();
afterAll(clear);

const write = (path: string, content: string | Uint8Array): void => {
  mkdirSync(dirname(at(path)), { recursive: true });
  writeFileSync(at(path), content);
};

beforeAll(() => {
  for (const { path, bytes } of logSamples) write(path, bytes);
  const rising = Array.from({ length: 30 }, (_, i) => `${i},${2 * 0.8 ** i},${1 + ((i - 8) / 10) ** 2}`);
  write("rising.csv", `epoch,loss,val_loss\n${rising.join("\n")}\n`);
  write("twice.csv", `epoch,loss,val_loss\n${rising.join("\n")}\n${rising.slice(0, 4).join("\n")}\n`);
  write(
    "fine.csv",
    `pass,fit,held\n${rising.map((_, i) => `${i},${0.9 ** i + 0.1},${0.9 ** i + 0.11}`).join("\n")}\n`,
  );
  write("rates.csv", "date,USD/EUR\n2020-01-01,0.9\n2020-01-02,0.91\n");
});

interface Told {
  readonly runs: readonly {
    readonly path: string;
    readonly name: string;
    readonly diagnosis: { readonly verdict: string };
    readonly history: {
      readonly origin: { readonly remarks: readonly { readonly sentence: string }[] };
      readonly epochs: readonly unknown[];
    };
  }[];
  readonly errors?: readonly { readonly path: string; readonly message: string }[];
}
const told = (...args: readonly string[]): Told =>
  JSON.parse(ockham("diagnose", ...args, "--json").stdout) as Told;

describe("diagnose", () => {
  test("one log: the verdict first, then how it was read", () => {
    const { status, stdout } = ockham("diagnose", "rising.csv");
    expect(status).toBe(0);
    expect(stdout).toMatch(/^Overfitting/u);
    expect(stdout).toMatch(
      /Read as Keras CSVLogger, epochs "epoch":\n +training loss "loss" \(a mean over the epoch/u,
    );
  });

  test("several: a table with a row a run, and what each was read as", () => {
    const { stdout } = ockham("diagnose", "keras.csv", "twice.csv", "xgboost.log");
    const lines = stdout.split("\n");
    expect(lines[0]).toMatch(/^run +verdict .* read as$/u);
    expect(lines.slice(1, 5).map((line) => line.split(/ {2,}/u)[0])).toEqual([
      "keras.csv",
      "twice.csv (run 1 of 2)",
      "twice.csv (run 2 of 2)",
      "xgboost.log",
    ]);
    expect(lines[4]).toMatch(/XGBoost console$/u);
  });

  test("exit codes: 3 for a problem, only when asked; 1 for what cannot be read", () => {
    expect(ockham("diagnose", "rising.csv", "--exit-code").status).toBe(3);
    const named = ["--train-loss", "fit", "--validation-loss", "held", "--epoch", "pass"];
    const fine = ockham("diagnose", "fine.csv", ...named, "--exit-code");
    expect(fine.stdout).toMatch(/^(?:Healthy|Still improving)/u);
    expect(fine.status).toBe(0);
    const stated = ockham("diagnose", "fine.csv", ...named, "--classes", "3");
    expect(fine.stdout).toMatch(
      /loss of nothing learned: 1\.110, a guess .*--classes N or --baseline-loss LOSS/u,
    );
    expect(stated.stdout).not.toContain("a guess");
    const both = ockham("diagnose", "rising.csv", "rates.csv", "--exit-code");
    expect(both.status).toBe(1);
    expect(both.stdout).toMatch(/^rising.csv +Overfitting/mu);
    expect(both.stderr).toMatch(
      /^error: rates.csv: got a table whose columns are no losses \(date, USD\/EUR\)/u,
    );
    expect(told("rising.csv", "rates.csv").errors).toMatchObject([{ path: "rates.csv" }]);
  });

  test("--report writes a page, says where, and never over a file", () => {
    const { stdout, status } = ockham("diagnose", "rising.csv", "board", "--report", "page.html");
    expect(status).toBe(0);
    expect(stdout).toMatch(/\nReport +page\.html\n$/u);
    const page = readFileSync(at("page.html"), "utf8");
    expect(page).toMatch(/<a href="#run-1">rising\.csv<\/a>/u);
    expect(page).toContain("Early stopping, replayed");
    const again = ockham("diagnose", "fine.csv", "--report", "page.html");
    expect(again.status).toBe(1);
    expect(again.stderr).toMatch(/^error: page.html: got a file that exists/u);
    expect(readFileSync(at("page.html"), "utf8")).toBe(page);
  });

  test("columns by name: a wrong one is refused with those that there are", () => {
    const { status, stderr } = ockham("diagnose", "fine.csv", "--train-loss", "fitt");
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /^error: fine.csv: got no column "fitt" \(--train-loss\), expected one of pass, fit, held. .*fit/u,
    );
    expect(ockham("diagnose", "fine.csv").stderr).toMatch(/--train-loss COLUMN/u);
  });

  test("files of one run are found beside each other, and said", () => {
    const { runs } = told("board/net_train_loss.csv");
    expect(runs).toHaveLength(1);
    expect(runs[0]?.history.epochs).toHaveLength(6);
    const said = "Read together with net_valid_loss.csv, found beside it.";
    expect(runs[0]?.history.origin.remarks.map(({ sentence }) => sentence)).toContain(said);
    expect(told("board/net_train_loss.csv", "board/net_valid_loss.csv").runs).toHaveLength(1);
    expect(told("keras2/train").runs[0]?.diagnosis.verdict).toBe(told("keras2").runs[0]?.diagnosis.verdict);
    expect(told("keras2").runs).toHaveLength(1);
  });

  test("a folder is searched; one without a log is refused", () => {
    expect(told(".").runs.length).toBeGreaterThan(20);
    mkdirSync(at("nothing"));
    expect(ockham("diagnose", "nothing").stderr).toMatch(
      /^error: nothing: got a folder without a training log/u,
    );
    write("cut/whole.csv", "epoch,loss,val_loss\n1,1,1\n2,0.5,0.6\n3,0.3,0.5\n");
    write("cut/trainer_state.json", '{"log_history": [{"loss": 0.5, "epoch": 1.0}, {"eval_lo');
    const { status, stdout, stderr } = ockham("diagnose", "cut");
    expect(status).toBe(1);
    expect(stdout).toMatch(/^cut\/whole\.csv /mu);
    expect(stderr).toMatch(/^error: cut\/trainer_state\.json: got JSON that is damaged/u);
  });
});
