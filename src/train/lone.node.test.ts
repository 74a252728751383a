import { expect, test } from "vitest";
import { tinyPlan, trainTiny } from "../../test/tiny-runs.ts";
import type { RecipeInput } from "../recipe/index.ts";
import { createEngine } from "./engine.ts";
import { trainAlone } from "./lone.ts";

const recipe = (lambda: number, more: RecipeInput["regularizers"] & object = []): RecipeInput => ({
  optimizer: { use: "sgd", learningRate: 0.3, momentum: 0.9 },
  regularizers: [{ use: "l2", lambda }, ...more],
  epochs: 6,
  seed: 7,
});

const on = (): Promise<boolean> => Promise.resolve(false);

test.each([
  ["nothing watches the epochs", []],
  ["early stopping does", [{ use: "earlyStopping", patience: 2 }]],
  ["what is found after training counts", [{ use: "temperatureScaling" }]],
] as const)("the same bits as a run with the strength in its recipe, where %s", async (_, more) => {
  const plan = tinyPlan(recipe(0, more));
  const engine = await createEngine(plan);
  for (const lambda of [0, 20, 0.5]) {
    const ending = await trainTiny(tinyPlan(recipe(lambda, more)));
    const record = ending.saved.records.find(({ epoch }) => epoch === ending.keep);
    const result = await trainAlone({ plan, engine }, { "l2.lambda": lambda }, on);
    expect(result).toMatchObject({ kept: ending.keep, epochs: ending.saved.records.length });
    if (!more.some(({ use }) => use === "temperatureScaling")) {
      expect(result?.validation).toEqual(record?.validation);
      expect(result?.train).toEqual(record?.train);
    } else expect(result?.validation?.loss).toBeLessThan(record?.validation?.loss ?? 0);
  }
  await engine.release();
});

test("stops when asked, tells divergence, refuses what the plan does not have", async () => {
  const plan = tinyPlan(recipe(0));
  const engine = await createEngine(plan);
  expect(await trainAlone({ plan, engine }, {}, () => Promise.resolve(true))).toBeUndefined();
  expect(await trainAlone({ plan, engine }, { "l2.lambda": 1e30 }, on)).toMatchObject({
    validation: undefined,
  });
  await expect(trainAlone({ plan, engine }, { "l1.lambda": 1 }, on)).rejects.toThrow(
    /l1\.lambda: got a strength/,
  );
  await engine.release();
});
