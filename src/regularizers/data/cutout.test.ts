import { expect, test } from "vitest";
import { drawnTools } from "../../../test/drawn-tools.ts";
import { mean } from "../../base/index.ts";
import { constant, evaluate, type Tensor } from "../../graph/index.ts";
import { cutout } from "../index.ts";

const apply = (x: Tensor, share: number, uniform: readonly (readonly number[])[]): number[] => {
  const found = cutout.at.data?.(x, { share: constant(share) }, drawnTools({ uniform })) ?? x;
  return Array.from(evaluate([found])[0] ?? []);
};
const ones = (...shape: readonly number[]): Tensor =>
  constant(new Float64Array(shape.reduce((a, b) => a * b)).fill(1), shape);

test("half the sides of a 4×4 image: a box of 2×2, in each example at a place of its own", () => {
  const found = apply(ones(2, 1, 4, 4), 0.5, [
    [0.5, 0.1],
    [0.5, 0.9],
  ]);
  expect(found.slice(0, 16)).toEqual([1, 1, 1, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 1, 1, 1]);
  // Around row 0 and column 3: what lies outside is cut off.
  expect(found.slice(16)).toEqual([1, 1, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]);
});

test("a side of 10 pixels of 28 at every centre removes what was counted by hand", () => {
  // A span of 10 covers 5 … 10 pixels: fewer at the first 5 and the last 4 centres.
  const perAxis = (5 + 6 + 7 + 8 + 9 + 10 * 19 + 9 + 8 + 7 + 6) / 28;
  const centres = Array.from({ length: 784 }, (_, i) => i);
  const found = apply(ones(784, 1, 28, 28), 10 / 28, [
    centres.map((i) => (Math.floor(i / 28) + 0.5) / 28),
    centres.map((i) => ((i % 28) + 0.5) / 28),
  ]);
  expect((1 - mean(found)) * 784).toBeCloseTo(perAxis ** 2, 9);
});

test("of a table, columns of each row by draws of their own", () => {
  expect(apply(ones(2, 3), 0.4, [[0.1, 0.5, 0.3, 0.9, 0.39, 0.41]])).toEqual([0, 1, 0, 1, 0, 1]);
});

test("a share of 0 removes nothing", () => {
  expect(apply(ones(1, 1, 2, 2), 0, [[0.5], [0.5]])).toEqual([1, 1, 1, 1]);
  expect(apply(ones(1, 2), 0, [[1e-9, 0.5]])).toEqual([1, 1]);
});
