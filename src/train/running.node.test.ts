// Running values of layers through a run: training, evaluation, a smaller last batch, files, resuming, export.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { lastingFiles, runContext } from "../../test/run-folders.ts";
import { blobs, numbersOf, striped, tinyPlan } from "../../test/tiny-runs.ts";
import { expectClose } from "../../test/finite-differences.ts";
import type { Dataset } from "../data/index.ts";
import { parseRecipe, type RecipeInput } from "../recipe/index.ts";
import { createEngine, type Engine } from "./engine.ts";
import type { Plan } from "./plan.ts";
import { resumeRun, startRun } from "./run.node.ts";
import { decodeTensors } from "./safetensors.ts";
import { initialState, type State } from "./state.ts";

const folder = mkdtempSync(join(tmpdir(), "ockham-running-"));
afterAll(() => rmSync(folder, { recursive: true }));

type Model = NonNullable<RecipeInput["model"]>;
const table: Model = {
  layers: [
    { use: "dense", units: 5, activation: "linear" },
    "batchNorm",
    "activation",
    { use: "dense", units: 4 },
  ],
};
const convolution = { use: "conv", filters: 16, padding: 1, bias: false, activation: "linear" } as const;
const images: Model = {
  layers: [
    convolution,
    "batchNorm",
    "activation",
    { use: "residual", layers: [{ ...convolution, filters: 32, stride: 2 }, "batchNorm"], normalized: true },
    "globalAveragePool",
    { use: "dense", units: 6 },
  ],
};
const sgd: RecipeInput["optimizer"] = { use: "sgd", learningRate: 0.1, momentum: 0.9 };

/** Rows in the order of the file, all of them for training. */
const inOrder = (model: Model, dataset: Dataset, batchSize: number): Plan =>
  tinyPlan(
    {
      model,
      optimizer: sgd,
      // At the sums of layers that no normalization follows.
      regularizers: ["batchNorm"],
      batchSize,
      shuffle: false,
      split: { order: "file", stratify: false, validation: 0, test: 0 },
    },
    dataset,
  );

async function withEngine<T>(plan: Plan, use: (engine: Engine) => Promise<T>): Promise<T> {
  const engine = await createEngine(plan);
  try {
    return await use(engine);
  } finally {
    await engine.release();
  }
}

const trained = (plan: Plan, from: State, stretch: { from: number; count: number }): Promise<State> =>
  withEngine(plan, async (engine) => (await engine.train(from, {}, stretch)).state);

test.each([
  ["a table", table, blobs(12)],
  ["images", images, striped(12)],
])("a smaller last batch of %s trains like the same rows without padding", async (_, model, dataset) => {
  // Batches of 8 and 4 rows, and the second one again as the third of 4.
  const [ragged, whole] = [inOrder(model, dataset, 8), inOrder(model, dataset, 4)];
  const first = await trained(ragged, initialState(ragged), { from: 0, count: 1 });
  const [padded, unpadded] = [
    await trained(ragged, first, { from: 1, count: 1 }),
    await trained(whole, first, { from: 2, count: 1 }),
  ].map(numbersOf);
  const moved = numbersOf(first);
  for (const [name, values] of Object.entries(unpadded as Record<string, number[]>)) {
    expectClose((padded as Record<string, number[]>)[name] ?? [], values, 2e-5);
    if (name.endsWith("mean")) expect(values, name).not.toEqual(moved[name]);
  }
});

test("running statistics follow the batches, and evaluation uses them", async () => {
  const dataset = blobs(12);
  const plan = inOrder({ layers: ["batchNorm", { use: "dense", units: 2 }] }, dataset, 12);
  const start = initialState(plan);
  expect(numbersOf(start)["batchNorm1.variance"]).toEqual([1, 1]);
  const state = await trained(plan, start, { from: 0, count: 1 });
  const { inputScaling } = plan;
  const column = Array.from(
    { length: 12 },
    (_, row) =>
      ((dataset.inputs.values[2 * row] as number) - (inputScaling.shift[0] as number)) *
      (inputScaling.scale[0] as number),
  );
  const mean = column.reduce((a, b) => a + b) / 12;
  const variance = column.reduce((total, x) => total + (x - mean) ** 2, 0) / 11;
  expectClose([numbersOf(state)["batchNorm1.mean"]?.[0] ?? NaN], [0.1 * mean], 1e-5);
  expectClose([numbersOf(state)["batchNorm1.variance"]?.[0] ?? NaN], [0.9 + 0.1 * variance], 1e-5);
  const rows = Int32Array.of(0, 1, 2);
  const [before, after] = await withEngine(plan, async (engine) => [
    await engine.evaluate({ ...state, ...only(start, "batchNorm1.variance") }, rows),
    await engine.evaluate(state, rows),
  ]);
  expect(after?.predictions).not.toEqual(before?.predictions);
  // A row is judged alike whatever rows are beside it.
  const alone = await withEngine(plan, (engine) => engine.evaluate(state, Int32Array.of(2)));
  expectClose(alone.predictions, Array.from(after?.predictions ?? []).slice(-3), 1e-6);
});

const only = (state: State, name: string): State => ({ [name]: state[name] as State[string] });

const recipe = (changes: RecipeInput = {}) =>
  parseRecipe(
    {
      data: { source: "made-digits", size: 130 },
      model: images,
      optimizer: sgd,
      regularizers: [{ use: "earlyStopping", patience: 8 }, "dropout", "batchNorm"],
      batchSize: 16,
      epochs: 4,
      ...changes,
    },
    "recipe",
  );

const files = (name: string) => lastingFiles(folder, name);

const context = (name: string, stopAfter?: number) => runContext(folder, name, stopAfter);

test("a run that was stopped resumes to the same bits, running values included", async () => {
  const whole = await startRun(recipe(), context("whole"));
  expect(whole?.result.model.exportDifference).toBeLessThan(1e-5);
  expect(await startRun(recipe(), context("stopped", 2))).toBeUndefined();
  for (let resumed = undefined, tries = 0; !resumed; tries++) {
    expect(tries).toBeLessThan(50);
    resumed = await resumeRun(context("stopped", 1));
  }
  expect(files("stopped")).toEqual(files("whole"));
  for (const name of ["last.safetensors", "best.safetensors"]) {
    const { tensors } = decodeTensors(readFileSync(join(folder, "whole", name)), name);
    expect(Object.keys(tensors)).toContain("residual1.shortcut.variance");
    expect(Array.from(tensors["batchNorm1.mean"]?.values as Float32Array).every((value) => value === 0)).toBe(
      false,
    );
    expect(tensors["dense1.batchNorm.variance"]?.shape).toEqual([6]);
    expect(Object.keys(tensors)).toContain("dense1.batchNorm.gain");
    expect(Object.keys(tensors)).not.toContain("batchNorm1.mean:velocity");
    expect(Object.keys(tensors)).not.toContain("dense1.batchNorm.mean:velocity");
  }
});
