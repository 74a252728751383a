// A run that is killed at any moment and resumed gives the files of an uninterrupted one, byte by byte. OCKHAM_KILLS says
// how many kills there are.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { stream } from "../src/base/index.ts";
import type { RecipeInput } from "../src/recipe/index.ts";
import type { RunResult } from "../src/train/index.ts";
import { differences, type Exit, type Kill, lastingFiles, run, survive } from "./kills.ts";

const folder = mkdtempSync(join(tmpdir(), "ockham-kills-"));
const recipe = join(folder, "recipe.json");
const reference = join(folder, "uninterrupted");
const inFolder = (name: string): string => join(folder, name);

const content: RecipeInput = {
  data: { source: "made-digits", size: 2400, seed: 3 },
  model: { preset: "mlp", hidden: [48] },
  optimizer: { use: "sgd", learningRate: 0.05, momentum: 0.9 },
  regularizers: [
    { use: "l2", lambda: 2 },
    { use: "dropout", rate: 0.3 },
    { use: "earlyStopping", patience: 14 },
  ],
  epochs: 60,
  batchSize: 12,
  seed: 11,
};

beforeAll(async () => {
  writeFileSync(recipe, JSON.stringify(content));
  const { code, errors } = await run(["train", recipe, "--out", reference], reference);
  expect(code, errors).toBe(0);
  // The last weights and the best ones are those of different epochs.
  const { stopped } = JSON.parse(readFileSync(join(reference, "result.json"), "utf8")) as RunResult;
  expect(stopped.kind).toBe("stoppedEarly");
});
afterAll(() => rmSync(folder, { recursive: true }));

const count = Number(process.env["OCKHAM_KILLS"] ?? 5);
const perRun = 3;

/** A random moment of the next kind: at the start, in the middle of training, while a checkpoint is written. */
function randomKill(i: number): Kill {
  const draw = stream(5, "kills", i);
  const kind = (["training", "saving", "start", "training"] as const)[i % 4] as Kill["since"];
  const longestMs = { start: 1000, training: 1500, saving: 12 }[kind];
  const victim = (["both", "command", "trainer", "both", "command"] as const)[i % 5] as Kill["victim"];
  return { signal: "SIGKILL", victim, since: kind, afterMs: longestMs * draw.uniform() };
}

test(
  `${count} kills at random moments`,
  async () => {
    let strikes = 0;
    // A kill that comes when a run is already done changes nothing, and does not count.
    for (let from = 0; strikes < count && from < 3 * count; from += perRun) {
      const out = inFolder(`killed-${from}`);
      const kills = Array.from({ length: perRun }, (_, i) => randomKill(from + i));
      strikes += await survive(recipe, out, kills);
      expect(differences(reference, out), JSON.stringify(kills)).toEqual([]);
    }
    process.stderr.write(`${strikes} kills struck before the end of a run\n`);
    expect(strikes).toBeGreaterThanOrEqual(count);
  },
  60_000 + 30_000 * count,
);

test("a kill in the first moments leaves a folder that can be trained into or resumed", async () => {
  const out = inFolder("early");
  const moments = [50, 400, 900].map(
    (afterMs): Kill => ({ signal: "SIGKILL", victim: "both", since: "start", afterMs }),
  );
  const strikes = await survive(recipe, out, moments);
  expect(strikes).toBe(3);
  expect(differences(reference, out)).toEqual([]);
});

const isStopped = ({ code }: Exit, signal: string): boolean =>
  signal === "SIGTERM" ? code === null : code !== 0;

test.each([
  ["SIGINT", "both"],
  ["SIGTERM", "command"],
] as const)("%s to %s stops a run that resumes to the same bits", async (signal, victim) => {
  const out = inFolder(`${signal}-${victim}`);
  const kill: Kill = { signal, victim, since: "training", afterMs: 300 };
  const exit = await run(["train", recipe, "--out", out], out, kill);
  expect(exit.struck).toBe(true);
  expect(isStopped(exit, signal)).toBe(true);
  expect(await survive(recipe, out, [])).toBe(0);
  expect(differences(reference, out)).toEqual([]);
  // Nothing but a finished run's files is left.
  expect(readdirSync(out).filter((name) => !readdirSync(reference).includes(name))).toEqual([]);
  expect(readdirSync(reference)).toEqual(expect.arrayContaining([...lastingFiles]));
});
