// What a technique finds after training, through a run: scores, files, resuming, export.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { lastingFiles, runContext } from "../../test/run-folders.ts";
import { tinyPlan, trainTiny } from "../../test/tiny-runs.ts";
import { parseRecipe, type Recipe, type RecipeInput } from "../recipe/index.ts";
import { createEngine } from "./engine.ts";
import { checkExport, exportModel } from "./export.ts";
import { completed, type Found } from "./found.ts";
import { exportRun } from "./opened-run.node.ts";
import type { RunResult } from "./result.ts";
import { lossOf } from "./scores.ts";
import { resumeRun, startRun } from "./run.node.ts";

const folder = mkdtempSync(join(tmpdir(), "ockham-found-"));
afterAll(() => rmSync(folder, { recursive: true }));

const own = "output.temperatureScaling.temperature";

const recipe = (regularizers: RecipeInput["regularizers"], loss?: RecipeInput["loss"]): Recipe =>
  parseRecipe(
    {
      data: { source: "made-digits", size: 150 },
      model: { preset: "mlp", hidden: [30] },
      optimizer: { use: "adam", learningRate: 0.01 },
      ...(loss && { loss }),
      regularizers,
      batchSize: 16,
      epochs: 8,
    } as RecipeInput,
    "recipe",
  );

const context = (name: string, stopAfter?: number) => runContext(folder, name, stopAfter);

const foundNothing: Found = { values: {}, before: { loss: 0, lossStandardError: 0, metrics: {} } };

async function finished(given: Recipe, name: string): Promise<RunResult> {
  const run = await startRun(given, context(name));
  if (!run) throw new Error("the run was interrupted");
  return run.result;
}

const files = (name: string) => lastingFiles(folder, name);

test.each(["crossEntropy", "sigmoidCrossEntropy"] as const)(
  "%s: the loss of the validation part falls, accuracy and training stay",
  async (loss) => {
    const result = await finished(recipe(["temperatureScaling"], loss), `${loss}-with`);
    const plain = await finished(recipe([], loss), `${loss}-without`);
    const { found = foundNothing, scores } = result;
    const temperature = found.values["temperatureScaling.temperature"];
    expect(temperature).toBeGreaterThan(0.01);
    expect(temperature).not.toBe(1);
    expect(result.epochs).toEqual(plain.epochs);
    expect(plain).not.toHaveProperty("found");
    expect(plain.scores.validation).toMatchObject(found.before);
    expect(scores.validation?.loss).toBeLessThan(found.before.loss);
    for (const part of ["train", "validation", "test"] as const)
      expect(scores[part]?.confusion).toEqual(plain.scores[part]?.confusion);
    expect(result.model.exportDifference).toBeLessThan(1e-5);
  },
);

test("a run that was stopped resumes to the same bits, and is exported again alike", async () => {
  const techniques = ["temperatureScaling", "ema", { use: "earlyStopping", patience: 3 }] as never;
  const { found } = await finished(recipe(techniques), "whole");
  expect(await startRun(recipe(techniques), context("stopped", 2))).toBeUndefined();
  let resumed: Awaited<ReturnType<typeof resumeRun>>;
  for (let tries = 0; !resumed; tries++) {
    expect(tries).toBeLessThan(50);
    resumed = await resumeRun(context("stopped", 1));
  }
  expect(files("stopped")).toEqual(files("whole"));
  expect(resumed.result.found).toEqual(found);
  const before = files("whole")["model.onnx"];
  await exportRun(join(folder, "whole"), context("whole"));
  expect(files("whole")["model.onnx"]).toBe(before);
});

test("no temperature nearby has a lower loss, with an average of weights too, and the file answers with it", async () => {
  const plan = tinyPlan({ regularizers: ["ema", "temperatureScaling"], epochs: 20 });
  const { kept } = await trainTiny(plan);
  const engine = await createEngine(plan);
  expect(Object.keys(kept).filter((name) => name.startsWith("output.temp"))).toEqual([own]);
  const { state, found } = await completed(plan, engine, kept);
  const temperature = found?.values["temperatureScaling.temperature"] as number;
  expect(state[own]?.values[0]).toBe(Math.fround(temperature));
  const lossAt = async (factor: number): Promise<number> => {
    const values = Float32Array.of(factor * temperature);
    const moved = { ...state, [own]: { ...state[own], values } } as typeof state;
    return lossOf((await engine.evaluate(moved, plan.rows.validation)).losses).loss;
  };
  const best = await lossAt(1);
  expect(await lossAt(0.9)).toBeGreaterThan(best);
  expect(await lossAt(1.1)).toBeGreaterThan(best);
  const exported = exportModel(plan, state);
  expect(await checkExport(plan, engine, { model: exported, state })).toBeLessThan(1e-5);
  await expect(checkExport(plan, engine, { model: exported, state: kept })).rejects.toThrow("differ");
  await engine.release();
});

test.each([
  ["a regression", { data: { source: "friedman-1" }, loss: "mse" }],
  ["no validation part", { data: { source: "made-digits", size: 60 }, split: { validation: 0 } }],
])("%s is refused in a sentence", async (name, changes) => {
  const refused = parseRecipe(
    {
      model: { preset: "mlp", hidden: [4] },
      regularizers: ["temperatureScaling"],
      epochs: 1,
      ...changes,
    } as RecipeInput,
    "recipe",
  );
  await expect(startRun(refused, context(name))).rejects.toThrow(/temperatureScaling/);
});
