import { expect, test } from "vitest";
import { expectGradient } from "../../../test/finite-differences.ts";
import { seamsWith, valuesAt, weightOf } from "../../../test/lone-technique.ts";
import { gradients, mul, sum } from "../../graph/index.ts";
import { orthogonal } from "../index.ts";

const penaltyAt = (shape: readonly number[], values: readonly number[], lambda = 1): number =>
  valuesAt(seamsWith(orthogonal, { lambda }).penalty([weightOf(shape)]), values)[0] ?? NaN;

test("columns (1, 2, 0) and (0, 1, 1): WᵀW − I = [[4, 2], [2, 1]], so that λ 0.1 costs 2.5", () => {
  expect(penaltyAt([3, 2], [1, 0, 2, 1, 0, 1], 0.1)).toBeCloseTo(2.5, 12);
});

test("kernels are a row for each filter: (1, 1, 0, 0) and (0, 0, 0, 2) have WWᵀ − I = [[1, 0], [0, 3]]", () => {
  expect(penaltyAt([2, 1, 2, 2], [1, 1, 0, 0, 0, 0, 0, 2])).toBeCloseTo(10, 12);
});

test("orthonormal columns cost nothing, and so do orthonormal rows where they are fewer", () => {
  const [cosine, sine] = [Math.cos(0.7), Math.sin(0.7)];
  expect(penaltyAt([3, 2], [cosine, -sine, sine, cosine, 0, 0])).toBeCloseTo(0, 12);
  expect(penaltyAt([2, 3], [cosine, sine, 0, -sine, cosine, 0])).toBeCloseTo(0, 12);
});

test("the larger Gram matrix is further from I by the columns that are too many, whatever the weights", () => {
  const wide = Array.from({ length: 10 }, (_, i) => Math.sin(3 * i + 1));
  // ‖WᵀW − I‖² = tr (WᵀW)² − 2 tr WᵀW + 5, over pairs of columns.
  const column = (j: number): number[] => [wide[j] as number, wide[5 + j] as number];
  const dot = (a: readonly number[], b: readonly number[]): number =>
    a.reduce((total, value, i) => total + value * (b[i] as number), 0);
  let larger = 0;
  for (let i = 0; i < 5; i++)
    for (let j = 0; j < 5; j++) larger += (dot(column(i), column(j)) - Number(i === j)) ** 2;
  expect(penaltyAt([2, 5], wide)).toBeCloseTo(larger - 3, 12);
});

test.each([
  ["more rows", [4, 2]],
  ["more columns", [2, 4]],
  ["kernels", [2, 2, 2, 1]],
] as const)("the gradient of %s is right, and its derivative", (_, shape) => {
  const weight = weightOf(shape);
  const feeds = { "dense1.weight": [0.3, -1, 0.7, 2, -0.2, 1.5, 0.1, -0.6] };
  const penalty = seamsWith(orthogonal, { lambda: 0.5 }).penalty([weight]);
  expectGradient(penalty, [weight.value], feeds);
  const [slope = penalty] = gradients(penalty, [weight.value]);
  expectGradient(sum(mul(slope, slope)), [weight.value], feeds);
});

test("says how fast singular values come to 1, and when they never do", () => {
  const scale = { learningRate: 0.5, trainingRows: 1000, stepsPerEpoch: 10, epochs: 10 };
  expect(orthogonal.effect?.({ lambda: 0.01 }, scale)).toEqual({
    text: "Near 1, each update of plain SGD moves singular values by the share 0.04 of their distance from 1",
  });
  expect(orthogonal.effect?.({ lambda: 1 }, scale)?.warning).toContain("diverges");
});
