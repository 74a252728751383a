// The command line as users run it: processes of the built program, their output, files and exit codes.
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { environment, openDesk, program, type Told } from "./desk.ts";

const { folder, at, ockham, recipe, clear } = openDesk();
afterAll(clear);

describe("train", () => {
  let told: Told;
  beforeAll(() => {
    told = ockham(
      "train",
      "small.json",
      "--with",
      "l2=0.5,dropout",
      "--seed",
      "3",
      "--out",
      "first",
      "--json",
    );
  });

  test("prints one JSON document with what a program may want to know", () => {
    const result = JSON.parse(told.stdout) as Record<string, never>;
    expect(told.status).toBe(0);
    expect(result).toMatchObject({
      dir: "first",
      seed: 3,
      stopped: { epoch: 2, reason: expect.any(String) as string },
      best: { epoch: expect.any(Number) as number },
      epochs: [1, 2].map((epoch) => ({
        epoch,
        train: { loss: expect.any(Number) as number, metrics: { accuracy: expect.any(Number) as number } },
        validation: { loss: expect.any(Number) as number },
        penalty: expect.any(Number) as number,
        objective: expect.any(Number) as number,
      })),
      test: { metrics: { accuracy: expect.any(Number) as number } },
      diagnosis: {
        verdict: "tooShort",
        evidence: expect.any(Array) as unknown[],
        prescriptions: expect.any(Array) as unknown[],
      },
      timing: { stepMs: expect.any(Number) as number, totalMs: expect.any(Number) as number, steps: 8 },
      sparsity: { total: expect.any(Number) as number },
    });
  });

  test("tells what it inferred and one plain line an epoch on standard error", () => {
    expect(told.stderr).toMatch(
      /^Data +made-digits \(200, seed 1\): \d+ training rows, \d+ validation, \d+ test/m,
    );
    expect(told.stderr).toMatch(/^With +l2=0.5 \(lambda\), dropout=0.5 \(rate\)$/m);
    expect(told.stderr).toMatch(/^epoch 1\/2 +loss [\d.]+ → [\d.]+ +accuracy [\d.]+ → [\d.]+$/m);
    expect(told.stderr).toMatch(/^epoch 2\/2 /m);
    expect(told.stderr).not.toContain("\u001b");
  });

  test("leaves the files of a run", () => {
    const files = ["recipe.json", "manifest.json", "metrics.jsonl", "last.safetensors", "best.safetensors"];
    for (const file of [...files, "model.onnx", "result.json", "report.html"])
      expect(existsSync(at("first", file)), file).toBe(true);
  });

  test("says on standard output what came of it, and reads the recipe of another run", () => {
    const again = ockham("train", "first", "--set", "l2.lambda=3", "--epochs", "1", "--out", "second");
    expect(again.status).toBe(0);
    expect(again.stdout).toMatch(/Too short to tell/);
    expect(again.stdout).toMatch(/^Test +accuracy/m);
    expect(again.stdout).toContain(join("second", "report.html"));
    expect(again.stderr).toMatch(/^With +l2=3 \(lambda\), dropout=0.5 \(rate\)$/m);
  });

  test("counts the paths of a recipe from its folder", () => {
    const inside = recipe("table.json", {
      data: { source: "csv", path: "plants.csv", target: "kind" },
      epochs: 1,
    });
    const { status, stderr } = spawnSync(
      process.execPath,
      [program, "train", join(folder, inside), "--out", at("inside")],
      { cwd: tmpdir(), encoding: "utf8", env: environment },
    );
    expect(stderr).toMatch(/^Data +plants.csv/m);
    expect(status).toBe(0);
  });

  test("reads a table and a folder of IDX files as they are", () => {
    const table = ockham("train", "plants.csv", "--target", "kind", "--ignore", "width", "--epochs", "1");
    expect(table.stderr).toMatch(/^Model +1–64–64–2 \(4,418 parameters\); Cross-entropy/m);
    expect(table.stderr).toMatch(
      /^With +l2=5 \(lambda\), dropout=0\.2 \(rate\), earlyStopping=40 \(patience\)$/m,
    );
    expect(table.stderr).toMatch(
      /^Usual +model, learning rate, techniques: tables are often small and noisy/m,
    );
    const bare = ["train", "plants.csv", "--target", "kind", "--model", "logistic", "--epochs", "1"];
    expect(ockham(...bare).stderr).toMatch(/^With +l2=5 \(lambda\), earlyStopping=40 \(patience\)$/m);
    expect(table.stdout).toContain(join("runs", "001-csv"));
    expect(table.status).toBe(0);

    const header = (...sizes: readonly number[]): Buffer =>
      Buffer.from([0, 0, 8, sizes.length, ...sizes.flatMap((size) => [0, 0, 0, size])]);
    mkdirSync(at("images"));
    const pixels = Buffer.from(Array.from({ length: 160 }, (_, i) => (i * 37) % 256));
    writeFileSync(at("images", "train-images-idx3-ubyte"), Buffer.concat([header(40, 2, 2), pixels]));
    const labels = Buffer.from(Array.from({ length: 40 }, (_, i) => i % 2));
    writeFileSync(at("images", "train-labels-idx1-ubyte"), Buffer.concat([header(40), labels]));
    const images = ockham("train", "images", "--epochs", "1");
    expect(images.stderr).toMatch(/^Data +images.*: 24 training rows, 8 validation, 8 test$/m);
    expect(images.stderr).toMatch(/^Model +4–100–2 \(702 parameters\); Cross-entropy/m);
    expect(images.status).toBe(0);
  });
});

test("train --text reads a column of texts, for a model of texts", () => {
  const lines = Array.from({ length: 40 }, (_, i) => `${i % 2 ? "spam\twin" : "ham\tsee"} "you ${i % 3}`);
  writeFileSync(at("messages.tsv"), lines.join("\n"));
  const texts = ockham("train", "messages.tsv", "--target", "c0", "--text", "c1", "--epochs", "1");
  expect(texts.stderr).toMatch(/^Data +messages.tsv.*: 24 training rows, 8 validation, 8 test$/m);
  expect(texts.status).toBe(0);
});

describe("Ctrl-C", () => {
  const started = (child: ChildProcess, pattern: RegExp): Promise<void> =>
    new Promise((done) => {
      let seen = "";
      child.stderr?.on("data", (text: Buffer) => {
        seen += text.toString();
        if (pattern.test(seen)) done();
      });
    });
  const ended = (child: ChildProcess): Promise<number | null> =>
    new Promise((done) => {
      child.once("exit", done);
    });

  test("saves and stops; resume then gives the result of a run that was not stopped", async () => {
    const args = ["small.json", "--epochs", "40", "--set", "model.hidden=[64]", "--set", "data.size=1000"];
    const child = spawn(process.execPath, [program, "train", ...args, "--out", "stopped", "--json"], {
      cwd: folder,
      env: environment,
    });
    let stdout = "";
    child.stdout.on("data", (text: Buffer) => (stdout += text.toString()));
    await started(child, /epoch 2\/40/);
    child.kill("SIGINT");
    expect(await ended(child)).toBe(130);
    expect(JSON.parse(stdout)).toEqual({ interrupted: { dir: "stopped", resume: "ockham resume stopped" } });
    expect(existsSync(at("stopped", "result.json"))).toBe(false);
    expect(ockham("diagnose", "stopped").stdout).toMatch(/The run is not finished/);

    expect(ockham("resume", "stopped").status).toBe(0);
    expect(ockham("train", ...args, "--out", "whole").status).toBe(0);
    for (const file of ["metrics.jsonl", "last.safetensors", "model.onnx"])
      expect(readFileSync(at("stopped", file)).equals(readFileSync(at("whole", file))), file).toBe(true);
  });
});

describe("the other commands", () => {
  test("diagnose judges one run, or several in a table", () => {
    const one = ockham("diagnose", join("first", "metrics.jsonl"));
    expect(one.stdout).toMatch(/^Too short to tell/);
    const two = ockham("diagnose", "first", "second");
    expect(two.stdout.trimEnd().split("\n")).toHaveLength(3);
    // A folder of runs: each once, as a run and not by the files in it.
    for (const name of ["first", "second"]) cpSync(at(name), at(join("both", name)), { recursive: true });
    const { runs } = JSON.parse(ockham("diagnose", "both", "--json").stdout) as { runs: unknown[] };
    expect(runs).toMatchObject([
      { path: join("both", "first"), finished: true, diagnosis: { verdict: "tooShort" } },
      { path: join("both", "second"), finished: true },
    ]);
  });

  test("summary lists the layers of a recipe's model", () => {
    const { status, stdout } = ockham("summary", "small.json", "--model", "lenet");
    expect(status).toBe(0);
    expect(stdout).toMatch(/^layer +kind +output +trainable +running\n/);
    expect(stdout).toMatch(/^conv2 +conv +16×10×10 +2,416 +0$/m);
    const summary = JSON.parse(ockham("summary", "small.json", "--json").stdout) as object;
    expect(summary).toMatchObject({ input: [1, 28, 28], parameters: { total: 784 * 8 + 8 + 8 * 10 + 10 } });
    const refused = ockham("summary", "plants.csv", "--target", "kind", "--model", "cnn");
    expect(refused.status).toBe(2);
    expect(refused.stderr).toMatch(/^error: The layer conv1: got examples of shape \[2\], expected images/);
  });

  test("export writes the model that the run wrote itself", () => {
    copyFileSync(at("first", "model.onnx"), at("copy.onnx"));
    const { status, stdout } = ockham("export", "first", "--to", "again.onnx");
    expect(status).toBe(0);
    expect(stdout).toMatch(/^Wrote again.onnx \([\d,]+ bytes, weights of update 8\)/);
    expect(readFileSync(at("again.onnx")).equals(readFileSync(at("copy.onnx")))).toBe(true);
  });

  test("translate says a strength in every convention, for a run with its own numbers", () => {
    const { stdout } = ockham("translate", "--from", "keras:1e-4", "--n", "50000");
    expect(stdout).toMatch(/^halfMean +10 /m);
    // 120 training rows, batches of 32.
    const told = ockham("translate", "small.json", "--with", "l2=6", "--json").stdout;
    expect(JSON.parse(told)).toMatchObject({
      from: "halfMean",
      rate: 0.05,
      quantities: { rows: 120, batch: 32 },
      learningRate: 0.001,
      shrink: { stepsPerEpoch: 4 },
    });
  });

  test("tune chooses a strength, draws its curve and leaves recipes to train", () => {
    const args = ["tune", "small.json", "--over", "l2=0,1,1000", "--folds", "2", "--out", "tuned"];
    const { status, stdout, stderr } = ockham(...args);
    expect(status, stderr).toBe(0);
    expect(stdout).toMatch(/^l2\.lambda +validation loss +accuracy\n0 \(off\) +\d/);
    expect(stdout).toMatch(
      /^lambdaMin \(λmin\), the lowest validation loss \([^)]*\):\s+l2\.lambda = \d+\./m,
    );
    expect(stdout).toMatch(/the test part was not\s+looked at/);
    expect(readFileSync(at("tuned", "curve.svg"), "utf8")).toMatch(/^<svg .*<title>Choosing l2.lambda/);
    const { lambdaMin } = JSON.parse(ockham(...args, "--json").stdout) as { lambdaMin: object };
    expect(ockham("train", join("tuned", "recipe-min.json"), "--out", "chosen").status).toBe(0);
    expect(JSON.parse(readFileSync(at("chosen", "recipe.json"), "utf8"))).toMatchObject({
      regularizers: [{ use: "l2", lambda: Object.values(lambdaMin)[0] as number }],
    });
  });

  test("regularizers lists the techniques, or explains one", () => {
    expect(ockham("regularizers").stdout).toMatch(/^name +seam +strength/);
    const { stdout } = ockham("regularizers", "dropout", "--svg", "dropout.svg");
    expect(stdout).toMatch(/^Dropout \(dropout\)/);
    expect(stdout).toMatch(/^Formula: h ⊙ m\/\(1 − p\), m ∼ Bernoulli/m);
    expect(stdout).toMatch(/^rate 0\.5 \(default\)\n[░▒▓█·]+ /m);
    expect(readFileSync(at("dropout.svg"), "utf8")).toMatch(/^<svg .*<title>Dropout: /);
  });

  test("help names the commands, and the techniques that --with takes", () => {
    const { status, stdout } = ockham("--help");
    expect(status).toBe(0);
    for (const command of [
      "train",
      "resume",
      "summary",
      "diagnose",
      "export",
      "regularizers",
      "translate",
      "tune",
      "demo",
    ])
      expect(stdout).toContain(`  ${command} `);
    expect(ockham("train", "--help").stdout).toMatch(/dropout, .*earlyStopping, .*l2/s);
    expect(ockham().stdout).toBe(stdout);
    const data = ockham("data");
    expect(data).toMatchObject({ status: 0, stdout: ockham("data", "--help").stdout });
    expect(ockham("--version").stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});
