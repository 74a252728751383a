import { expect, test } from "vitest";
import { runOptimizer } from "../../test/run-optimizer.ts";
import { adam } from "./index.ts";

test("the first step is the learning rate in the direction of each gradient's sign", () => {
  const [after] = runOptimizer(adam, {}, { start: [0, 0], learningRate: 0.01, gradients: [[3, -1e-4]] });
  expect(after?.[0]).toBeCloseTo(-0.01, 9);
  expect(after?.[1]).toBeCloseTo(0.01, 5);
});

test("a constant gradient moves the weight by the learning rate at every step: both means are unbiased", () => {
  const gradients = Array.from({ length: 50 }, () => [0.7]);
  const path = runOptimizer(adam, { epsilon: 1e-12 }, { start: [0], learningRate: 0.01, gradients });
  path.forEach((weight, i) => expect(weight[0]).toBeCloseTo(-0.01 * (i + 1), 9));
});

test("a gradient of 0 moves nothing", () => {
  const path = runOptimizer(adam, {}, { start: [2], learningRate: 0.01, gradients: [[0], [0]] });
  expect(path.at(-1)?.[0]).toBe(2);
});

test("its correction stays exact after a million updates", () => {
  const { step, epsilon } = adam.scalars?.(1e6, { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 }) ?? {};
  expect(step).toBeCloseTo(0.1 / Math.sqrt(0.001), 12);
  expect(epsilon).toBeCloseTo(1e-8 / Math.sqrt(0.001), 18);
});
