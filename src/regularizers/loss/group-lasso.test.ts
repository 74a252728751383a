import { expect, test } from "vitest";
import { expectClose } from "../../../test/finite-differences.ts";
import { learningRate, seamsWith, valuesAt, weightOf } from "../../../test/lone-technique.ts";
import { constant, gradients, type Tensor } from "../../graph/index.ts";
import type { StepSeams } from "../../seams/index.ts";
import { groupLasso } from "../index.ts";

const lambda = 2;
// Two units of three weights each: (0, 3, 4) of norm 5, and (0, 0, 0).
const weight = [0, 0, 3, 0, 4, 0];
const shape = [3, 2];
const root = Math.sqrt(3);

/** What the seam `update` makes of a weight. */
const updated = (seams: StepSeams, after: readonly number[], of = shape): number[] =>
  valuesAt(seams.update(weightOf(of), constant([...after], of)), after);

test.each([
  ["mean", (2 / 5) * root * 5],
  ["sum", 2 * root * 5],
] as const)("%s: units of norms 5 and 0, with λ = 2 and n = 5, cost %d", (convention, expected) => {
  const penalty = seamsWith(groupLasso, { lambda, convention }).penalty([weightOf(shape)]);
  expect(valuesAt(penalty, weight)[0]).toBeCloseTo(expected, 12);
});

test("the gradient is √|g| in the direction of a unit's weights, and 0 where all of them are 0", () => {
  const parameter = weightOf(shape);
  const penalty = seamsWith(groupLasso, { lambda, convention: "sum" }).penalty([parameter]);
  const [slope = penalty] = gradients(penalty, [parameter.value]);
  expectClose(valuesAt(slope, weight), [0, 0, 2 * root * 0.6, 0, 2 * root * 0.8, 0], 1e-12);
});

test("the kernels of one channel of a convolution are a group", () => {
  const parameter = weightOf([2, 1, 2, 2]);
  const penalty = seamsWith(groupLasso, { lambda, convention: "sum" }).penalty([parameter]);
  // Norms 4 and 1, four weights each.
  expect(valuesAt(penalty, [2, 2, 2, 2, 0.5, 0.5, 0.5, 0.5])[0]).toBeCloseTo(2 * 2 * 5, 12);
});

test("the proximal form shortens units by ηλ√|g|/n and prunes those that are shorter; the loss stays alone", () => {
  const seams = seamsWith(groupLasso, { lambda, proximal: true });
  const step = (learningRate * lambda * root) / 5;
  const found = updated(seams, [0, 0.01, 3, -0.02, 4, 0.03]);
  expectClose(found, [0, 0, 3 * (1 - step / 5), 0, 4 * (1 - step / 5), 0], 1e-12);
  expect(found.filter((value) => value === 0)).toHaveLength(4);
  expect(valuesAt(seams.penalty([weightOf(shape)]), weight)).toEqual([0]);
});

test("proximal gradient descent finds Yuan and Lin's solution of an orthonormal design", () => {
  // ½‖w − z‖² + λ Σ √|g| ‖w_g‖ has its minimum at z_g max(1 − λ √|g| / ‖z_g‖, 0).
  const z = [3, 0.3, -4, 0.4];
  const strength = 0.5;
  const seams = seamsWith(groupLasso, { lambda: strength, convention: "sum", proximal: true });
  let w: readonly number[] = [1, 1, 1, 1];
  for (let step = 0; step < 400; step++) {
    const after = w.map((value, i) => value - learningRate * (value - (z[i] as number)));
    w = updated(seams, after, [2, 2]);
  }
  const kept = 1 - (strength * Math.SQRT2) / 5;
  expectClose(w, [3 * kept, 0, -4 * kept, 0], 1e-12);
});

test("tells the share of the units that are pruned", () => {
  const told: Record<string, Tensor> = {};
  const report = (path: string, value: Tensor): void => void (told[path] = value);
  seamsWith(groupLasso, { proximal: true }, { report }).penalty([weightOf(shape)]);
  expect(Object.keys(told)).toEqual(["groupLasso.pruned"]);
  expect(valuesAt(told["groupLasso.pruned"] as Tensor, weight)).toEqual([0.5]);
});

test("a strength of 0 changes nothing, bit for bit, pruned units neither", () => {
  const seams = seamsWith(groupLasso, { lambda: 0, proximal: true });
  const after = [0.1, 0, 1e-30, 0, -0.7, 0];
  expect(updated(seams, after)).toEqual(after);
});

test("says how far weights move", () => {
  const scale = { learningRate: 0.1, trainingRows: 1000, stepsPerEpoch: 100, epochs: 10 };
  expect(groupLasso.effect?.({ lambda: 5, convention: "mean", proximal: true }, scale).text).toBe(
    "Each update of plain SGD moves the root mean square of the weights into each unit by 0.0005 towards 0, each epoch by 0.05",
  );
});
