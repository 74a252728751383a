// Predictions as means of passes with noise.
import { expect, test } from "vitest";
import { blobs, numbersOf, slopes, tinyPlan, trainTiny } from "../../test/tiny-runs.ts";
import type { RecipeInput } from "../recipe/index.ts";
import { regularizers } from "../regularizers/index.ts";
import type { Regularizer } from "../seams/index.ts";
import { createEngine } from "./engine.ts";
import { createSampler, type Sampled } from "./sampler.ts";
import { sampledScores } from "./sampled-scores.ts";
import type { Plan } from "./plan.ts";
import { initialState } from "./state.ts";
import { initialStrengths } from "./techniques.ts";
import { meanOf } from "./uncertainty.ts";

const dropped: RecipeInput = {
  model: { preset: "mlp", hidden: [3], activation: "tanh" },
  regularizers: [{ use: "dropout", rate: 0.4 }],
  evaluation: { mcSamples: 20 },
};

const startOf = (plan: Plan): Sampled => ({
  state: initialState(plan),
  strengths: initialStrengths(plan.techniques),
});

async function passesOf(plan: Plan, model: Sampled, count: number): Promise<Float32Array[]> {
  const sampler = await createSampler(plan);
  const passes = await sampler.sample(model, plan.rows.test, count);
  await sampler.release();
  return passes;
}

/** The mean of a net of one hidden layer of tanh units over all masks of its units. */
function enumerated(plan: Plan, { state }: Sampled, rate: number): number[] {
  const {
    "dense1.weight": w = [],
    "dense1.bias": b = [],
    "output.weight": v = [],
    "output.bias": c = [],
  } = numbersOf(state);
  const { values } = plan.dataset.inputs as { values: Float32Array };
  const { shift, scale } = plan.inputScaling;
  return Array.from(plan.rows.test, (row) => {
    const x = [0, 1].map((i) => ((values[2 * row + i] ?? NaN) - (shift[i] ?? 0)) * (scale[i] ?? 1));
    const units = [0, 1, 2].map((j) =>
      Math.tanh((x[0] ?? 0) * (w[j] ?? 0) + (x[1] ?? 0) * (w[3 + j] ?? 0) + (b[j] ?? 0)),
    );
    const total = [0, 0, 0];
    for (let code = 0; code < 8; code++) {
      const kept = units.map((_, j) => (code >> j) & 1);
      const logits = [0, 1, 2].map((k) =>
        units.reduce(
          (sum, unit, j) => sum + ((kept[j] ?? 0) * unit * (v[3 * j + k] ?? 0)) / (1 - rate),
          c[k] ?? 0,
        ),
      );
      const all = logits.reduce((sum, z) => sum + Math.exp(z), 0);
      const probability = kept.reduce((product, bit) => product * (bit ? 1 - rate : rate), 1);
      logits.forEach((z, k) => (total[k] = (total[k] ?? 0) + (probability * Math.exp(z)) / all));
    }
    return total;
  }).flat();
}

test("the mean of many passes with dropout is the mean over all of its masks", async () => {
  const plan = tinyPlan(dropped, blobs(60));
  const { kept } = await trainTiny(plan);
  const model = { ...startOf(plan), state: kept };
  const found = meanOf(await passesOf(plan, model, 1000));
  const expected = enumerated(plan, model, 0.4);
  expect(found).toHaveLength(expected.length);
  // Five standard errors of a number in (0, 1).
  found.forEach((value, i) =>
    expect(Math.abs(value - (expected[i] as number))).toBeLessThan((5 * 0.5) / Math.sqrt(1000)),
  );
  const still = await passesOf(plan, { ...model, strengths: { "dropout.rate": 0 } }, 2);
  const engine = await createEngine(plan);
  const { predictions } = await engine.evaluate(kept, plan.rows.test);
  await engine.release();
  expect(still).toEqual([predictions, predictions]);
});

test("equal seeds give equal passes, and passes differ", async () => {
  const plan = tinyPlan(dropped);
  const [once, again] = [await passesOf(plan, startOf(plan), 3), await passesOf(plan, startOf(plan), 3)];
  expect(once).toEqual(again);
  expect(once[0]).not.toEqual(once[1]);
  const other = tinyPlan({ ...dropped, seed: 2, split: { order: "file" } });
  expect(await passesOf(other, startOf(plan), 1)).not.toEqual([once[0]]);
});

const { meets } = tinyPlan({}, blobs(60));
const samplers = Object.values<Regularizer>(regularizers).filter(
  ({ samplesPrediction, needs }) => samplesPrediction && needs.every((need) => meets[need]),
);

test.each(samplers.map(({ id }) => id))(
  "passes with %s differ, beside batch normalization in evaluation mode",
  async (use) => {
    const plan = tinyPlan({
      model: { layers: ["dense", "batchNorm", { use: "dense", units: 4 }] },
      regularizers: [{ use }],
    } as RecipeInput);
    const [first = new Float32Array(), second] = await passesOf(plan, startOf(plan), 2);
    expect(first).not.toEqual(second);
    expect(first.every(Number.isFinite)).toBe(true);
  },
);

test("scores of classes: metrics, likelihood, entropy and mutual information", async () => {
  const plan = tinyPlan(dropped);
  const scores = await sampledScores(plan, startOf(plan));
  expect(scores).toMatchObject({ part: "test", passes: 20 });
  expect(scores?.metrics["accuracy"]).toBeGreaterThanOrEqual(0);
  const { entropy, mutualInformation } = (scores?.uncertainty ?? {}) as {
    entropy: number;
    mutualInformation: number;
  };
  expect(mutualInformation).toBeGreaterThan(0);
  expect(entropy).toBeGreaterThan(mutualInformation);
  expect(entropy).toBeLessThan(Math.log(3));
  expect(scores?.logLikelihood).toBeLessThan(0);
});

test("scores of numbers are in their own units", async () => {
  const plan = tinyPlan({ ...dropped, split: { test: 0 } }, slopes(60));
  const scores = await sampledScores(plan, startOf(plan));
  expect(scores?.part).toBe("validation");
  const { deviation, noise } = (scores?.uncertainty ?? {}) as { deviation: number[]; noise: number[] };
  // The second target varies by tens, the first by hundredths.
  expect((deviation[1] ?? 0) / (deviation[0] ?? 1)).toBeGreaterThan(100);
  expect((noise[1] ?? 0) / (noise[0] ?? 1)).toBeGreaterThan(100);
  expect(Number.isFinite(scores?.logLikelihood)).toBe(true);
});

test("nothing is sampled unless it is asked for", async () => {
  const plan = tinyPlan({ ...dropped, evaluation: {} });
  expect(await sampledScores(plan, startOf(plan))).toBeUndefined();
});

test.each([
  [
    { regularizers: ["l2"], evaluation: { mcSamples: 5 } },
    "evaluation.mcSamples: got 5, though no technique",
  ],
  [
    { ...dropped, split: { test: 0, validation: 0 } },
    "evaluation.mcSamples: got 20, without test or validation rows",
  ],
] as const)("refuses %o", (recipe, message) => {
  expect(() => tinyPlan(recipe as RecipeInput)).toThrow(message);
});
