import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { seamsWith, valuesAt, weightOf } from "../../../test/lone-technique.ts";
import { add, constant, gradients, matmul, mean, mul, square, sub, type Tensor } from "../../graph/index.ts";
import { elasticNet } from "../index.ts";

test("λ 0.5 and ratio 0.8 on (1, −2): 0.5 · (0.8 · 3 + 0.1 · 5) = 1.45", () => {
  const penalty = seamsWith(elasticNet, { lambda: 0.5, ratio: 0.8 }).penalty([weightOf([2, 1])]);
  expect(valuesAt(penalty, [1, -2])[0]).toBeCloseTo(1.45, 12);
});

test("on an orthonormal design the minimum is the soft threshold, divided by 1 + λ₂", () => {
  const [lambda, ratio] = [0.5, 0.4];
  const z = [2, -1, 0.8];
  const [l1, l2] = [lambda * ratio, lambda * (1 - ratio)];
  const minimum = z.map((value) => (Math.sign(value) * (Math.abs(value) - l1)) / (1 + l2));
  const weight = weightOf([3, 1]);
  const error = mul(mul(mean(square(sub(weight.value, constant(z, [3, 1])))), 3), 0.5);
  const objective = add(error, seamsWith(elasticNet, { lambda, ratio }).penalty([weight]));
  const [slope = objective] = gradients(objective, [weight.value]);
  for (const value of valuesAt(slope, minimum)) expect(value).toBeCloseTo(0, 12);
});

interface Fit {
  readonly alpha: number;
  readonly ratio: number;
  readonly coefficients: readonly number[];
  readonly intercept: number;
}
const golden = JSON.parse(
  readFileSync(new URL("../../../test/golden/elastic-net.json", import.meta.url), "utf8"),
) as { inputs: readonly (readonly number[])[]; targets: readonly number[]; fits: readonly Fit[] };

test.each(golden.fits)(
  "scikit-learn's solution for alpha $alpha and l1_ratio $ratio is the minimum of half the squared error and the penalty",
  ({ alpha, ratio, coefficients, intercept }) => {
    const { inputs, targets } = golden;
    const weight = weightOf([coefficients.length, 1]);
    const x = constant(inputs.flat(), [inputs.length, coefficients.length]);
    const residual = sub(
      add(matmul(x, weight.value), intercept),
      constant([...targets], [targets.length, 1]),
    );
    const half: Tensor = mul(mean(square(residual)), 0.5);
    const objective = add(half, seamsWith(elasticNet, { lambda: alpha, ratio }).penalty([weight]));
    const [slope = half] = gradients(objective, [weight.value]);
    const slopes = valuesAt(slope, coefficients);
    coefficients.forEach((coefficient, i) => {
      // Where a coefficient is 0 the gradient may lie anywhere within the reach of L1.
      const reach = coefficient === 0 ? alpha * ratio : 0;
      expect(Math.abs(slopes[i] as number)).toBeLessThanOrEqual(reach + 1e-9);
    });
    expect(coefficients.some((coefficient) => coefficient !== 0)).toBe(true);
  },
);

test("the solutions of scikit-learn have coefficients of exactly 0 among them", () => {
  expect(golden.fits.some(({ coefficients }) => coefficients.includes(0))).toBe(true);
});
