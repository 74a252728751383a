// Examples that are streamed give the bits of those in memory.
import { expect, test } from "vitest";
import { numbersOf, tinyPlan, trainTiny } from "../../test/tiny-runs.ts";
import { stream, UserError } from "../base/index.ts";
import { type Dataset, type NumberInputs, type RowStream, streamedInputs } from "../data/index.ts";
import { createEngine } from "./engine.ts";
import { exampleSource } from "./examples.ts";
import { linearBaseline } from "./linear-baseline.ts";
import type { Plan } from "./plan.ts";

const side = 128;
const size = side * side;

/** Images of which a window holds 512. */
function large(rows: number): Dataset {
  const draw = stream(1, "large");
  const labels = Int32Array.from({ length: rows }, (_, row) => row % 3);
  const values = new Uint8Array(rows * size);
  labels.forEach((label, row) => {
    for (let i = 0; i < 256; i++) values[row * size + draw.below(size)] = 80 * label + draw.below(90);
  });
  return {
    name: "large",
    rows,
    inputs: { kind: "image", shape: [1, side, side], values },
    targets: { kind: "classes", labels, classes: ["a", "b", "c"] },
  };
}

interface Told {
  loads: number;
  open: number;
}

/** The same data set, its rows fetched. */
function streamedOf(dataset: Dataset, told: Told, fails = false): Dataset {
  const { values, ...others } = dataset.inputs as NumberInputs;
  const rowStream: RowStream = {
    type: "uint8",
    bytes: () => [],
    keys: () => new Float64Array(),
    open: () => {
      told.open++;
      return {
        load: async (rows, room) => {
          told.loads++;
          await new Promise((resolve) => setTimeout(resolve, 20));
          if (fails) throw new UserError({ where: "row", got: "none", expected: "one" });
          const found = new Uint8Array(room * size).fill(77);
          rows.forEach((row, at) => found.set(values.subarray(row * size, (row + 1) * size), at * size));
          return found;
        },
        close: () => {
          told.open--;
          return Promise.resolve();
        },
      };
    },
  };
  return { ...dataset, inputs: streamedInputs(others, rowStream) };
}

const recipe = {
  epochs: 2,
  batchSize: 100,
  model: { preset: "mlp", hidden: [4] },
  split: { train: 1250, validation: 600, test: 0 },
  regularizers: [{ use: "dropout", rate: 0.2 }, { use: "batchNorm" }, { use: "mixup" }],
} as const;

test("streamed examples give the same bits as those in memory, with a smaller last batch", async () => {
  const dataset = large(1850);
  const told = { loads: 0, open: 0 };
  const inMemory = await trainTiny(tinyPlan(recipe, dataset));
  const streamed = await trainTiny(tinyPlan(recipe, streamedOf(dataset, told)));
  expect(numbersOf(streamed.kept)).toEqual(numbersOf(inMemory.kept));
  expect(streamed.saved.records).toEqual(inMemory.saved.records);
  // Each epoch has three windows of training rows, three of those that are measured, and two for validation.
  expect(told.loads).toBeGreaterThanOrEqual(16);
  expect(told.loads).toBeLessThanOrEqual(18);
});

test("a linear model of streamed examples is that of those in memory, which are fetched few at a time", async () => {
  const dataset = large(150);
  const told = { loads: 0, open: 0 };
  const split = { train: 100, validation: 50, test: 0 };
  const predicted = async (data: Dataset) => {
    const plan = tinyPlan({ ...recipe, split }, data);
    const source = exampleSource(plan);
    const { title, predict } = await linearBaseline(plan, source.read);
    const found = await predict(plan.rows.validation);
    await source.close();
    return { title, found };
  };
  const streamed = await predicted(streamedOf(dataset, told));
  expect(streamed.title).toBe("Logistic regression on pixels averaged to 16 × 16");
  expect(streamed).toEqual(await predicted(dataset));
  // 64 of these images at once: the training rows in two parts, those of validation in one.
  expect(told).toEqual({ loads: 3, open: 0 });
});

test("the window after the one at work is fetched meanwhile, and waiting is counted", async () => {
  const told = { loads: 0, open: 0 };
  const plan: Plan = tinyPlan(recipe, streamedOf(large(1850), told));
  const source = exampleSource(plan);
  const examples = source.open();
  const rows = (from: number) => Int32Array.from({ length: 5 }, (_, i) => from + i);
  const [first, second] = [0, 5].map((from) => ({ key: String(from), rows: rows(from) }));
  if (!first || !second) throw new Error("two windows");
  await examples.hold(first, () => second);
  expect(told.loads).toBe(2);
  const waited = source.waitedMs();
  expect(waited).toBeGreaterThan(15);
  await new Promise((resolve) => setTimeout(resolve, 60));
  const { places } = await examples.hold(second, () => undefined);
  expect(source.waitedMs() - waited).toBeLessThan(15);
  expect([...places]).toEqual([0, 1, 2, 3, 4]);
  expect(told.loads).toBe(2);
  await source.close();
  expect(told.open).toBe(0);
});

test("a row that cannot be read ends the run with its sentence, and the loader is closed", async () => {
  const told = { loads: 0, open: 0 };
  const plan = tinyPlan(recipe, streamedOf(large(1850), told, true));
  await expect(trainTiny(plan)).rejects.toThrow("row: got none, expected one.");
  const engine = await createEngine(plan);
  await engine.release();
});
