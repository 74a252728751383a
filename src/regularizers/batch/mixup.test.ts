import { expect, test } from "vitest";
import { drawnTools } from "../../../test/drawn-tools.ts";
import { expectGolden, goldenCase } from "../../../test/golden-draws.ts";
import { mean, stepKey } from "../../base/index.ts";
import { constant, evaluate, matmul, mul, randomBeta, sum, type Tensor } from "../../graph/index.ts";
import { losses } from "../../losses/index.ts";
import type { Batch } from "../../seams/index.ts";
import { mixup } from "../index.ts";

const apply = (batch: Batch, share: readonly number[], partners: readonly number[]): Batch =>
  mixup.at.batch?.(batch, { alpha: constant(1) }, drawnTools({ beta: [share], partners })) ?? batch;
const valuesOf = (t: Tensor): number[] => Array.from(evaluate([t])[0] ?? []);

test("a quarter of one example and three quarters of the other, targets too", () => {
  const batch = { inputs: constant([4, 8, 0, 40], [2, 2]), targets: constant([1, 0, 0, 1], [2, 2]) };
  const { inputs, targets } = apply(batch, [0.25, 1], [1, 0]);
  expect(valuesOf(inputs)).toEqual([1, 32, 0, 40]);
  expect(valuesOf(targets)).toEqual([0.25, 0.75, 0, 1]);
});

test("images and the targets of a regression are mixed alike", () => {
  const batch = { inputs: constant([2, 4, 6, 8], [2, 1, 1, 2]), targets: constant([10, -10], [2, 1]) };
  const { inputs, targets } = apply(batch, [0.5, 0.75], [1, 0]);
  expect(valuesOf(inputs)).toEqual([4, 6, 5, 7]);
  expect(valuesOf(targets)).toEqual([0, -5]);
});

test("shares of 1 leave everything as it is, bit for bit", () => {
  const numbers = [0.1, -7, 1e-30];
  const batch = { inputs: constant(numbers, [3, 1]), targets: constant([0.3, 0.2, 0.5], [3, 1]) };
  const { inputs, targets } = apply(batch, [1, 1, 1], [1, 2, 0]);
  expect(valuesOf(inputs)).toEqual(numbers);
  expect(valuesOf(targets)).toEqual([0.3, 0.2, 0.5]);
});

test("cross-entropy is linear in the mixed targets", () => {
  const { perExample } = losses.crossEntropy;
  const logits = constant([1, -2, 0.5, 3, 0, -1], [2, 3]);
  const batch = { inputs: constant([0, 0], [2, 1]), targets: constant([1, 0, 0, 0, 0, 1], [2, 3]) };
  const loss = (targets: Tensor): number[] => valuesOf(perExample(logits, targets, {}));
  const other = constant([0, 0, 1, 1, 0, 0], [2, 3]);
  const mixed = loss(apply(batch, [0.3, 0.8], [1, 0]).targets);
  const [own, others] = [loss(batch.targets), loss(other)];
  [0.3, 0.8].forEach((share, i) =>
    expect(mixed[i]).toBeCloseTo(share * (own[i] as number) + (1 - share) * (others[i] as number), 12),
  );
});

test.each([0.05, 0.4, 1, 8])("shares at α = %d have mean 1/2 and variance 1 / (4 (2α + 1))", (alpha) => {
  const size = 4000;
  const key = constant(stepKey(3, "mixup", 1), [], "int32");
  const shares = valuesOf(randomBeta(key, size, constant(alpha)));
  const squares = shares.map((share) => (share - 0.5) ** 2);
  const expected = 1 / (4 * (2 * alpha + 1));
  const fourth = mean(squares.map((square) => (square - expected) ** 2));
  expect(Math.min(...shares)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...shares)).toBeLessThanOrEqual(1);
  // Five standard errors each.
  expect(Math.abs(mean(shares) - 0.5)).toBeLessThan(5 * Math.sqrt(expected / size));
  expect(Math.abs(mean(squares) - expected)).toBeLessThan(5 * Math.sqrt(fourth / size));
});

test("agrees with PyTorch: loss and gradient of a linear model on mixed examples", () => {
  const expected = goldenCase("mixup");
  const batch = {
    inputs: constant(expected["inputs"] as number[], [4, 3]),
    targets: constant(expected["targets"] as number[], [4, 2]),
  };
  const { inputs, targets } = apply(batch, expected["share"] as number[], expected["partners"] as number[]);
  expectGolden(expected, (weight) => {
    const loss = losses.crossEntropy.perExample(matmul(inputs, weight), targets, {});
    return mul(sum(loss), 1 / 4);
  });
});
