import { expect, test } from "vitest";
import { expectGradient } from "../../test/finite-differences.ts";
import { tryLayer } from "../../test/layer-trial.ts";
import { constant, evaluate, input, mul, sum, type Tensor } from "../graph/index.ts";
import { averagePool, flatten, globalAveragePool, type Layer, maxPool } from "./index.ts";

const valuesOf = (t: Tensor): number[] => Array.from(evaluate([t])[0] ?? []);
const build = (layer: unknown, x: Tensor, settings: object = {}): Tensor =>
  tryLayer(layer as Layer, x, settings).output;

// 1 … 16 in two channels of 2 × 4.
const x = constant(
  Array.from({ length: 16 }, (_, i) => i + 1),
  [1, 2, 2, 4],
);

test("max pooling keeps the largest of each window", () => {
  expect(valuesOf(build(maxPool, x))).toEqual([6, 8, 14, 16]);
  expect(valuesOf(build(maxPool, x, { size: [1, 2], stride: 1 }))).toEqual([
    2, 3, 4, 6, 7, 8, 10, 11, 12, 14, 15, 16,
  ]);
  expect(build(maxPool, x, { size: 3, stride: 2, padding: "same" }).shape).toEqual([1, 2, 1, 2]);
});

test("average pooling keeps the mean of each window, with padding as zeros", () => {
  expect(valuesOf(build(averagePool, x))).toEqual([3.5, 5.5, 11.5, 13.5]);
  expect(valuesOf(build(averagePool, x, { padding: 1 })).slice(0, 3)).toEqual([0.25, 1.25, 1]);
});

test("global average pooling keeps the mean of each channel", () => {
  expect(valuesOf(build(globalAveragePool, x))).toEqual([4.5, 12.5]);
  expect(valuesOf(build(globalAveragePool, constant([1, 3, 5, 5], [1, 2, 2])))).toEqual([2, 5]);
});

test("flatten lays out each example", () => {
  const flat = build(flatten, x);
  expect(flat.shape).toEqual([1, 16]);
  expect(valuesOf(flat)).toEqual(valuesOf(x));
});

test.each([
  ["maxPool", maxPool, { size: 2 }],
  ["maxPool, overlapping", maxPool, { size: 2, stride: 1, padding: "same" }],
  ["averagePool", averagePool, { size: 2, padding: 1 }],
  ["globalAveragePool", globalAveragePool, {}],
])("gradients through %s", (_, layer, settings) => {
  const images = input("x", [2, 2, 4, 4]);
  const y = build(layer, images, settings);
  const values = Array.from({ length: 64 }, (__, i) => Math.sin(5 * i + 1));
  const weights = constant(
    Array.from({ length: y.shape.reduce((a, b) => a * b) }, (__, i) => Math.cos(i)),
    y.shape,
  );
  expectGradient(sum(mul(mul(y, y), weights)), [images], { x: values });
});

test.each([
  [maxPool, [2, 4], /^The layer maxPool1: got a pooling window of 5 over an input of 4/],
  [maxPool, [1, 2, 4], /^The layer maxPool1: got a pooling window of 5×5 over an input of 2×4, expected/],
  [averagePool, [5], /^The layer averagePool1: got examples of shape \[5\]/],
  [globalAveragePool, [5], /^The layer globalAveragePool1: got examples of shape \[5\]/],
])("what does not fit is refused", (layer, shape, message) => {
  expect(() => build(layer, input("x", [1, ...shape]), { size: 5 })).toThrow(message);
});

test.each([
  [maxPool, 2],
  [averagePool, [1, 3]],
] as const)("padding as wide as the window is refused", (layer, padding) => {
  expect(() => build(layer, x, { padding })).toThrow(
    /^The layer \w+1: got a padding of (2×2|1×3) around a pooling window of 2×2, expected a padding that is smaller/,
  );
});
