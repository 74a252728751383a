import { expect, test } from "vitest";
import { runOptimizer } from "../../test/run-optimizer.ts";
import { sgd } from "./index.ts";

const problem = { start: [1], learningRate: 0.5, gradients: [[1], [1], [1]] };
const last = (settings: object): number => runOptimizer(sgd, { ...settings }, problem).at(-1)?.[0] ?? NaN;

test("without momentum, each update is the learning rate times the gradient, and nothing is remembered", () => {
  expect(last({})).toBe(-0.5);
  expect(sgd.slots({ momentum: 0, nesterov: false })).toEqual([]);
});

test("with momentum, a constant gradient is summed up geometrically", () => {
  // Velocities 1, 1.5, 1.75.
  expect(last({ momentum: 0.5 })).toBe(1 - 0.5 * 4.25);
});

test("Nesterov's form looks one velocity ahead", () => {
  // Directions g + μv: 1.5, 1.75, 1.875.
  expect(last({ momentum: 0.5, nesterov: true })).toBe(1 - 0.5 * 5.125);
  expect(last({ nesterov: true })).toBe(last({}));
});
