import { expect, test } from "vitest";
import { expectClose } from "../../../test/finite-differences.ts";
import { lossesWith } from "../../../test/lone-pass.ts";
import { freshRun, numbersOf, phrases, tinyPlan } from "../../../test/tiny-runs.ts";
import type { RecipeInput } from "../../recipe/index.ts";
import { createEngine } from "../../train/engine.ts";
import { adversarial } from "../index.ts";

test("an input of 1 that tells p = 3/4 by log 3 moves to 0, where p is 1/2; of the slope, what is left at 1", () => {
  const pass = { inputs: [[1]], weight: [[0, Math.log(3)]], targets: [[0, 1]] };
  const { after, slope } = lossesWith(adversarial, { epsilon: 1, weight: 0.25 }, pass);
  expectClose(after, [0.75 * Math.log(4 / 3) + 0.25 * Math.log(2)], 1e-12);
  expectClose(slope, [0.75 / 4, -0.75 / 4], 1e-12);
});

test("of a logistic model it takes ε times the L1 norm of its weights off the margin", () => {
  const [x, weights, epsilon] = [[0.5, -2, 1], [0.3, 0.7, -1.1], 0.25];
  const pass = { inputs: [x], weight: weights.map((w) => [0, w]), targets: [[0, 1]] };
  const { after } = lossesWith(adversarial, { epsilon, weight: 1 }, pass);
  const margin = x.reduce((total, value, i) => total + value * (weights[i] as number), 0);
  const norm = weights.reduce((total, w) => total + Math.abs(w), 0);
  expectClose(after, [Math.log(1 + Math.exp(epsilon * norm - margin))], 1e-12);
});

/** The weights after some updates by SGD. */
async function trained(regularizers: RecipeInput["regularizers"]): Promise<Record<string, number[]>> {
  const plan = tinyPlan({
    model: { preset: "mlp", hidden: [20] },
    optimizer: { use: "sgd", learningRate: 0.1 },
    regularizers,
  } as RecipeInput);
  const engine = await createEngine(plan);
  const { state, position } = freshRun(plan);
  const after = await engine.train(state, position.strengths, { from: 0, count: 3 });
  await engine.release();
  return numbersOf(after.state);
}

test("both passes have the same masks: a step too small to see leaves training with dropout as it is", async () => {
  const dropout = { use: "dropout", rate: 0.5 } as const;
  const [alone, beside] = [
    await trained([dropout]),
    await trained([dropout, { use: "adversarial", epsilon: 1e-30 }]),
  ];
  for (const [name, values] of Object.entries(alone)) expectClose(beside[name] ?? [], values, 1e-5);
});

test("texts are refused", () => {
  expect(() => tinyPlan({ model: "text-embedding", regularizers: ["adversarial"] }, phrases(40))).toThrow(
    'regularizers[0]: got "adversarial" for texts, expected inputs that are numbers',
  );
});
