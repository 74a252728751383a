// Techniques whose values stand for the trained ones in evaluation, in real runs.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { evaluatedState } from "../../test/evaluated-state.ts";
import { expectClose } from "../../test/finite-differences.ts";
import { lastingFiles, runContext } from "../../test/run-folders.ts";
import { blobs, freshRun, numbersOf, striped, tinyPlan, trainTiny } from "../../test/tiny-runs.ts";
import { parseRecipe, type RecipeInput } from "../recipe/index.ts";
import { regularizers } from "../regularizers/index.ts";
import type { Regularizer } from "../seams/index.ts";
import { createEngine } from "./engine.ts";
import { checkExport, exportModel } from "./export.ts";
import { exportRun } from "./opened-run.node.ts";
import type { Plan } from "./plan.ts";
import { resumeRun, startRun } from "./run.node.ts";
import { scoresOf } from "./scores.ts";
import { modelOnly, type State } from "./state.ts";

const folder = mkdtempSync(join(tmpdir(), "ockham-averages-"));
afterAll(() => rmSync(folder, { recursive: true }));

const ids = Object.values<Regularizer>(regularizers).flatMap(({ id, evaluation }) =>
  evaluation?.values ? [id] : [],
);

type Techniques = NonNullable<RecipeInput["regularizers"]>;
const layers = [
  { use: "conv", filters: 4, padding: 1, bias: false, activation: "linear" },
  "batchNorm",
  "activation",
  "globalAveragePool",
] as const;
const plans: Record<string, (techniques: Techniques) => Plan> = {
  "SGD on a table": (list) =>
    tinyPlan({ optimizer: { use: "sgd", learningRate: 0.3 }, regularizers: list, epochs: 4 }, blobs(60)),
  "Adam on a table": (list) =>
    tinyPlan({ optimizer: { use: "adam", learningRate: 0.05 }, regularizers: list, epochs: 4 }, blobs(60)),
  "momentum on images with batch normalization": (list) =>
    tinyPlan(
      {
        model: { layers: [...layers] },
        optimizer: { use: "sgd", learningRate: 0.1, momentum: 0.9 },
        regularizers: list,
        epochs: 4,
      },
      striped(60),
    ),
};

/** What a plan makes of a state on the validation part. */
async function answers(plan: Plan, state: State) {
  const engine = await createEngine(plan);
  const result = await engine.evaluate(state, plan.rows.validation);
  await engine.release();
  return result;
}

describe.each(ids.map((id) => [id, Object.entries(plans)] as const))("%s", (id, kinds) => {
  test.each(kinds)(
    "%s: what stands for the weights is evaluated, recorded and exported",
    async (_, planWith) => {
      const plan = planWith([id] as Techniques);
      const bare = planWith([]);
      const { kept, saved } = await trainTiny(plan);
      const standing = modelOnly(bare, evaluatedState(plan, kept));
      const [found, byHand, raw] = [
        await answers(plan, kept),
        await answers(bare, standing),
        await answers(bare, modelOnly(bare, kept)),
      ];
      expect(found).toEqual(byHand);
      expect(found.losses).not.toEqual(raw.losses);
      const { validation } = plan.rows;
      expect(saved.records.at(-1)?.validation).toEqual(scoresOf(plan, validation, byHand));
      const engine = await createEngine(plan);
      const model = exportModel(plan, kept);
      expect(await checkExport(plan, engine, { model, state: kept })).toBeLessThan(1e-5);
      await engine.release();
      // The file that the averages alone make is another one only in the recipe that it carries.
      const plain = exportModel({ ...bare, recipe: plan.recipe }, standing);
      expect(model).toEqual(plain);
    },
  );
});

/** The numbers of the model after every update of a run without averages. */
async function path(plan: Plan): Promise<Record<string, number[]>[]> {
  const engine = await createEngine(plan);
  let { state } = freshRun(plan);
  const states = [numbersOf(modelOnly(plan, state))];
  for (let from = 0; from < 4 * plan.stepsPerEpoch; from++) {
    ({ state } = await engine.train(state, {}, { from, count: 1 }));
    states.push(numbersOf(modelOnly(plan, state)));
  }
  await engine.release();
  return states;
}

const byHand: Record<string, (states: readonly number[][], stepsPerEpoch: number) => number[]> = {
  ema: (states) =>
    states.reduce((average, values, t) => {
      const share = Math.min(0.999, t / (9 + t));
      return values.map((value, i) => share * (average[i] as number) + (1 - share) * value);
    }),
  swa: (states, stepsPerEpoch) => {
    const ends = [3, 4].map((epoch) => states[epoch * stepsPerEpoch] as number[]);
    return (ends[0] as number[]).map((first, i) => (first + (ends[1]?.[i] as number)) / 2);
  },
};

describe.each(Object.entries(byHand))("%s", (id, average) => {
  test.each(Object.entries(plans))(
    "%s: the weights train as without it, and statistics are averaged like them",
    async (_, planWith) => {
      const plan = planWith([id] as Techniques);
      const bare = planWith([]);
      const { saved } = await trainTiny(plan);
      const states = await path(bare);
      const last = numbersOf(modelOnly(bare, saved.state));
      expect(last).toEqual(states.at(-1));
      const standing = numbersOf(modelOnly(bare, evaluatedState(plan, saved.state)));
      for (const [name, values] of Object.entries(standing)) {
        const own = states.map((state) => state[name] as number[]);
        expectClose(values, average(own, plan.stepsPerEpoch), 2e-6);
      }
    },
  );
});

test("averages see what other techniques leave, wherever they stand in the recipe", async () => {
  const planWith = plans["SGD on a table"] as (techniques: Techniques) => Plan;
  const limit = { use: "maxNorm", norm: 0.5 } as const;
  const [first, last] = [
    await trainTiny(planWith(["ema", limit])),
    await trainTiny(planWith([limit, "ema"])),
  ];
  expect(first.kept).toEqual(last.kept);
  const unlimited = await trainTiny(planWith(["ema"]));
  expect(first.kept).not.toEqual(unlimited.kept);
});

test("the penalty of an epoch is that of the weights that are evaluated", async () => {
  const planWith = plans["SGD on a table"] as (techniques: Techniques) => Plan;
  const plan = planWith(["ema", { use: "l2", lambda: 1, convention: "sum" }]);
  const { saved } = await trainTiny(plan);
  const weights = numbersOf(evaluatedState(plan, saved.state));
  const squares = ["dense1.weight", "output.weight"].flatMap((name) => weights[name] ?? []).map((w) => w * w);
  expect(saved.records.at(-1)?.penalty).toBeCloseTo(
    squares.reduce((a, b) => a + b),
    5,
  );
});

test("two techniques that both say which weights are evaluated are refused", () => {
  expect(() => (plans["SGD on a table"] as (list: Techniques) => Plan)(["ema", "swa"])).toThrow(
    "both decide the weights that are evaluated",
  );
});

const context = (name: string, stopAfter?: number) => runContext(folder, name, stopAfter);

const files = (name: string) => lastingFiles(folder, name);

test.each(ids)(
  "%s: a run that was stopped resumes to the same bits, and is exported again alike",
  async (id) => {
    const recipe = parseRecipe(
      {
        data: { source: "made-digits", size: 130 },
        model: { layers: [...layers] },
        optimizer: { use: "sgd", learningRate: 0.1, momentum: 0.9 },
        regularizers: [id, { use: "earlyStopping", patience: 8 }, "dropout"],
        batchSize: 16,
        epochs: 4,
      } as RecipeInput,
      "recipe",
    );
    const [whole, stopped] = [`${id}-whole`, `${id}-stopped`];
    const { result } = (await startRun(recipe, context(whole))) ?? {};
    expect(result?.model.exportDifference).toBeLessThan(1e-5);
    expect(await startRun(recipe, context(stopped, 2))).toBeUndefined();
    for (let resumed = undefined, tries = 0; !resumed; tries++) {
      expect(tries).toBeLessThan(50);
      resumed = await resumeRun(context(stopped, 1));
    }
    expect(files(stopped)).toEqual(files(whole));
    const before = files(whole)["model.onnx"];
    await exportRun(join(folder, whole), context(whole));
    expect(files(whole)["model.onnx"]).toBe(before);
  },
);
