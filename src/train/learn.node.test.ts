import { expect, test } from "vitest";
import { blobs, tinyPlan } from "../../test/tiny-runs.ts";
import { evaluate, type Feeds } from "../graph/index.ts";
import type { RecipeInput } from "../recipe/index.ts";
import { inputsOf, storageOf, targetsOf } from "./engine-data.ts";
import { type Learning, unrolledStep } from "./learned-step.ts";
import { learnStrengths, perLayer, weightedLayers } from "./learn.ts";
import { type LoneResult, trainAlone } from "./lone.ts";
import { createEngine } from "./engine.ts";
import type { Plan } from "./plan.ts";
import { initialState, modelShapes } from "./state.ts";
import { inputNames } from "./step.ts";
import { initialStrengths } from "./techniques.ts";

type Optimizer = NonNullable<RecipeInput["optimizer"]>;
const recipe = (
  regularizers: NonNullable<RecipeInput["regularizers"]>,
  optimizer: Optimizer,
): RecipeInput => ({
  optimizer,
  regularizers,
  epochs: 6,
  seed: 7,
});
const sgd: Optimizer = { use: "sgd", learningRate: 0.3 };
const on = (): Promise<boolean> => Promise.resolve(false);

const learning = (paths: readonly string[], start: number): Learning => ({
  strengths: Object.fromEntries(paths.map((path) => [path, { start, least: 1e-6, most: 1e6 }])),
  rate: 0.05,
  batchSize: 5,
});

/** The validation loss after one update, and its slopes, in double precision. */
function unrolled(plan: Plan, learned: Learning) {
  const storage = storageOf(plan);
  const { loss, slopes } = unrolledStep(plan, storage, learned);
  const { model } = plan;
  const state = initialState(plan);
  const validation = plan.rows.validation.subarray(0, learned.batchSize);
  const feeds: Record<string, ArrayLike<number>> = {
    ...Object.fromEntries(
      Object.entries(initialStrengths(plan.techniques)).map(([path, value]) => [path, [value]]),
    ),
    [inputNames.inputs]: inputsOf(plan, storage).values as Float32Array,
    [inputNames.targets]: targetsOf(plan, storage).values as Float32Array,
    [inputNames.rows]: plan.rows.train.subarray(0, plan.batchSize),
    [inputNames.present]: new Float32Array(plan.batchSize).fill(1),
    [inputNames.learningRate]: [plan.learningRate],
    [inputNames.trainingRows]: [plan.rows.train.length],
    [inputNames.step]: [0],
    "learned.rows": validation,
    // What the optimizer remembers is not 0: the first update of Adam hardly depends on the size of a gradient.
    ...Object.fromEntries(
      Object.entries(state).map(([name, { values }]) => [
        name,
        name in modelShapes(plan) ? (values as Float32Array) : new Float32Array(values.length).fill(0.01),
      ]),
    ),
    ...Object.fromEntries(
      Object.entries(plan.optimizer.element.scalars?.(1, plan.optimizer.settings) ?? {}).map(
        ([name, value]) => [inputNames.scalar(name), [value]],
      ),
    ),
  };
  expect(model.parameters.length).toBeGreaterThan(2);
  return (logs: Readonly<Record<string, number>>) => {
    const own = Object.fromEntries(Object.entries(logs).map(([path, log]) => [`learned.${path}`, [log]]));
    const all = Object.fromEntries(
      Object.entries({ ...feeds, ...own }).map(([name, values]) => [name, Float64Array.from(values)]),
    );
    const [value, ...gradients] = evaluate([loss, ...slopes], all as Feeds);
    return { value: value?.[0] as number, slopes: gradients.map((slope) => slope[0] as number) };
  };
}

test.each<[string, string, string, Optimizer]>([
  ["l2 under SGD", "l2", "lambda", sgd],
  ["l1 under SGD", "l1", "lambda", sgd],
  ["elastic net under SGD", "elasticNet", "lambda", sgd],
  ["l2 under Adam", "l2", "lambda", { use: "adam", learningRate: 0.01 }],
])(
  "slopes by the logarithms of each layer's strength are those of finite differences: %s",
  (_, use, name, optimizer) => {
    const bare = tinyPlan(recipe([{ use, [name]: 5 } as never], optimizer));
    const plan = tinyPlan(perLayer(bare.recipe as unknown as RecipeInput, use, weightedLayers(bare)));
    const paths = Object.keys(initialStrengths(plan.techniques)).filter((path) => path.endsWith(name));
    expect(paths.length).toBeGreaterThan(1);
    const at = unrolled(plan, learning(paths, 5));
    const logs = Object.fromEntries(paths.map((path, i) => [path, Math.log(5 + i)]));
    const { slopes } = at(logs);
    for (const [i, path] of paths.entries()) {
      const h = 1e-3;
      const log = logs[path] as number;
      const difference = at({ ...logs, [path]: log + h }).value - at({ ...logs, [path]: log - h }).value;
      expect(Math.abs(slopes[i] as number)).toBeGreaterThan(1e-9);
      expect((slopes[i] as number) / (difference / (2 * h))).toBeCloseTo(1, 4);
    }
  },
);

const lossOf = (result: LoneResult | undefined): number => result?.validation?.loss ?? Number.NaN;

test("strengths move from a bad start towards what validation wants, and training is what their values make it", async () => {
  const bare = tinyPlan(recipe([{ use: "l2", lambda: 1 }], sgd), blobs(300));
  const plan = tinyPlan(
    perLayer({ ...(bare.recipe as unknown as RecipeInput), epochs: 40 }, "l2", weightedLayers(bare)),
    blobs(300),
  );
  const paths = Object.keys(initialStrengths(plan.techniques));
  expect(paths).toEqual(["l2.lambda", "l2#2.lambda"]);
  const strong = await learnStrengths(plan, learning(paths, 30), on);
  expect(strong?.path).toHaveLength(40);
  for (const path of paths) expect(strong?.strengths[path]).toBeLessThan(15);
  const engine = await createEngine(plan);
  const fixedAt = (value: number) =>
    trainAlone({ plan, engine }, Object.fromEntries(paths.map((path) => [path, value])), on);
  expect(lossOf(strong?.result)).toBeLessThan(lossOf(await fixedAt(30)) - 0.1);
  // Where strengths must stay, the run is one with these.
  const { strengths } = learning(paths, 3);
  const held = Object.fromEntries(
    Object.entries(strengths).map(([path, { start }]) => [path, { start, least: 3, most: 3 }]),
  );
  const still = await learnStrengths(plan, { strengths: held, rate: 0.05, batchSize: 5 }, on);
  expect(lossOf(still?.result)).toBeCloseTo(lossOf(await fixedAt(3)), 4);
  await engine.release();
  expect(await learnStrengths(plan, learning(paths, 3), () => Promise.resolve(true))).toBeUndefined();
});

test("says what cannot be learned", async () => {
  const dropout = tinyPlan(recipe([{ use: "dropout", rate: 0.2 }], sgd));
  await expect(learnStrengths(dropout, learning(["dropout.rate"], 0.2), on)).rejects.toThrow(
    /--learn: got dropout\.rate, expected the strength of a penalty/,
  );
  const l2 = { use: "l2", lambda: 1 } as const;
  await expect(
    learnStrengths(tinyPlan(recipe([l2, { use: "earlyStopping" }], sgd)), learning(["l2.lambda"], 1), on),
  ).rejects.toThrow(/--learn: got a technique that watches the epochs/);
  await expect(
    learnStrengths(tinyPlan(recipe([l2], sgd)), { ...learning(["l2.lambda"], 1), batchSize: 999 }, on),
  ).rejects.toThrow(/--learn: got 12 validation rows, expected data in memory with at least 999/);
});
