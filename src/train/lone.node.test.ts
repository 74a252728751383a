import { expect, test } from "vitest";
import { tinyPlan, trainTiny } from "../../test/tiny-runs.ts";
import { Inseparable } from "../graph/index.ts";
import type { RecipeInput } from "../recipe/index.ts";
import { createEngine } from "./engine.ts";
import { canTrainTogether, type LoneResult, trainAlone, trainTogether } from "./lone.ts";

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

const losses = (result: LoneResult | undefined): readonly number[] =>
  [result?.validation, result?.train].map((scores) => scores?.loss ?? Infinity);

const momentum = recipe(0).optimizer;

test.each<[string, RecipeInput["regularizers"] & object, RecipeInput["optimizer"]]>([
  ["an MLP with dropout and momentum", [], momentum],
  ["Adam", [], { use: "adam", learningRate: 0.01 }],
  [
    "clipping, smoothing, decay and noise",
    [{ use: "clipNorm" }, { use: "labelSmoothing" }, { use: "inputNoise" }, { use: "weightDecay" }],
    momentum,
  ],
])("members that train at once end where each ends alone: %s", async (_, more, optimizer) => {
  const plan = tinyPlan({
    ...recipe(0, [{ use: "dropout", rate: 0.2 }, ...more]),
    ...(optimizer && { optimizer }),
  });
  const members = [0, 3, 40, 1e30].map((lambda) => ({ "l2.lambda": lambda }));
  const paths = ["l2.lambda"];
  const single = await createEngine(plan);
  const joint = await createEngine(plan, { members: { count: members.length, paths } });
  expect(canTrainTogether(plan)).toBe(true);
  const together = { plan, engine: joint, paths };
  const results = await trainTogether(together, members, on);
  for (const [at, own] of members.entries()) {
    const alone = losses(await trainAlone({ plan, engine: single }, own, on));
    losses(results?.[at]).forEach((loss, part) => {
      if (Number.isFinite(alone[part])) expect(loss).toBeCloseTo(alone[part] as number, 4);
      else expect(loss).toBe(Infinity);
    });
  }
  const stopped = trainTogether(together, members, () => Promise.resolve(true));
  expect(await stopped).toBeUndefined();
  await single.release();
  await joint.release();
});

test("what early stopping watches does not train at once", () => {
  expect(canTrainTogether(tinyPlan(recipe(0, [{ use: "earlyStopping" }])))).toBe(false);
});

test("operations that know no members are named", async () => {
  const members = { count: 2, paths: ["l2.lambda"] };
  await expect(createEngine(tinyPlan(recipe(0, [{ use: "batchNorm" }])), { members })).rejects.toThrow(
    Inseparable,
  );
});
