import { expect, test } from "vitest";
import { drawnTools } from "../../../test/drawn-tools.ts";
import { seamsWith, trainingRows, valuesAt, weightOf } from "../../../test/lone-technique.ts";
import { constant, evaluate, matmul, type Tensor } from "../../graph/index.ts";
import type { ModelParameter } from "../../seams/index.ts";
import { bayesByBackprop } from "../index.ts";

const valuesOf = (t: Tensor | undefined): number[] => Array.from((t && evaluate([t])[0]) ?? []);

const factor = (values: readonly number[], shape: readonly number[]): ModelParameter => ({
  name: "dense1.weight",
  layer: "dense1",
  role: "weight",
  isFactor: true,
  value: constant(values, shape),
});

/** The sums of the inputs (1, 2) and (0, 0) with the weights (3, −1), each of variance e^logVariance. */
function sumsWith(logVariance: number, weight = 1): number[] {
  const [inputs, w] = [constant([1, 2, 0, 0], [2, 2]), factor([3, -1], [2, 1])];
  return valuesOf(
    bayesByBackprop.at.layers?.(
      matmul(inputs, w.value),
      { weight: constant(weight), prior: constant(1), logVariance },
      { ...drawnTools({ normal: [[0.5, 7]] }), product: { input: inputs, weight: w, of: matmul } },
    ),
  );
}

test("with variances of 4 the sum 1 of (1, 2) gets a deviation of √(4 + 16), that of (0, 0) none", () => {
  const [scattered = NaN, still = NaN] = sumsWith(Math.log(4));
  expect(scattered).toBeCloseTo(1 + 0.5 * Math.sqrt(20), 6);
  expect(still).toBeCloseTo(0, 4);
});

test("at weight 0 the sums stay bit for bit", () => expect(sumsWith(0, 0)).toEqual([1, 0]));

/** The penalty of some weights of one variance. */
function penaltyOf(
  weights: readonly number[],
  { weight, prior, logVariance }: Record<string, number>,
): number {
  const seams = seamsWith(bayesByBackprop, { weight, prior, logVariance });
  const parameter = { ...weightOf([weights.length, 1]), isFactor: true };
  return valuesAt(seams.penalty([parameter]), weights)[0] ?? NaN;
}

test("for n = 5 a weight 3 of variance 1 under a prior of deviation 2 costs β/5 · ½ (10/4 − 1 + log 4)", () => {
  const found = penaltyOf([3], { weight: 0.7, prior: 2, logVariance: 0 });
  expect(found).toBeCloseTo((0.7 / trainingRows) * 0.5 * (10 / 4 - 1 + Math.log(4)), 12);
});

test("a weight distributed like its prior costs nothing", () => {
  expect(penaltyOf([0, 0], { weight: 1, prior: 0.5, logVariance: Math.log(0.25) })).toBeCloseTo(0, 12);
});

test.each([
  [0.3, -2, 0.5],
  [-1.2, 0.4, 2],
  [0.01, -6, 0.1],
])("the divergence of N(%d, e^%d) from N(0, %d²) is its integral", (mean, logVariance, prior) => {
  const deviation = Math.exp(logVariance / 2);
  const logDensity = (x: number, m: number, s: number): number =>
    -0.5 * ((x - m) / s) ** 2 - Math.log(s) - 0.5 * Math.log(2 * Math.PI);
  const step = deviation / 50;
  let total = 0;
  for (let x = mean - 12 * deviation; x < mean + 12 * deviation; x += step) {
    const own = logDensity(x, mean, deviation);
    total += Math.exp(own) * (own - logDensity(x, 0, prior)) * step;
  }
  const found = trainingRows * penaltyOf([mean], { weight: 1, prior, logVariance });
  expect(found).toBeCloseTo(total, 8);
});

test("weights that no input is multiplied with as a whole cost nothing", () => {
  const seams = seamsWith(bayesByBackprop, {});
  expect(valuesAt(seams.penalty([weightOf([3, 1], "dense1.weight")]), [1, 2, 3])).toEqual([0]);
});
