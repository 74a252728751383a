import { expect, test } from "vitest";
import { expectClose, expectGradient } from "../../test/finite-differences.ts";
import { tryLayer } from "../../test/layer-trial.ts";
import { constant, evaluate, input, mul, slice, sum, type Tensor } from "../graph/index.ts";
import { type Layer, residual } from "./index.ts";

const layer = residual as unknown as Layer;
const valuesOf = (t: Tensor, feeds = {}): number[] => Array.from(evaluate([t], feeds)[0] ?? []);
const twice = (x: Tensor): Tensor => mul(x, 2);
const block = (x: Tensor, nested: (x: Tensor) => Tensor, settings: object = {}, isTraining = false) =>
  tryLayer(layer, x, { layers: [{ use: "any" }], ...settings }, { nested, isTraining });

test("adds the branch to its input, then activates", () => {
  const x = constant([1, -2], [1, 2]);
  const { output, sites, asked } = block(x, twice);
  expect(valuesOf(output)).toEqual([3, 0]);
  expect(sites).toEqual(["branch", "hidden"]);
  expect(asked).toEqual([]);
});

test("the sum may stay as it is, as in blocks that activate first", () => {
  const { output, sites } = block(constant([1, -2], [1, 2]), twice, { activation: "linear" });
  expect(valuesOf(output)).toEqual([3, -6]);
  expect(sites).toEqual(["branch"]);
});

test("a table is projected by a matrix", () => {
  const x = constant([1, 2, 3], [1, 3]);
  const { output, asked } = block(x, (h) => slice(h, 1, 0, 2));
  expect(asked.map(({ name, spec }) => [name, spec.shape])).toEqual([["shortcut.weight", [3, 2]]]);
  // x W = [22, 28]; the branch keeps [1, 2].
  expect(valuesOf(output, { "shortcut.weight": [1, 2, 3, 4, 5, 6] })).toEqual([23, 30]);
});

test("an image is projected by a convolution of kernel 1, at the stride of the branch", () => {
  const x = constant([1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 1, 3, 3]);
  const branch = constant([0, 0, 0, 0, 1, 1, 1, 1], [1, 2, 2, 2]);
  const { output, asked } = block(x, () => branch);
  expect(asked.map(({ name, spec }) => [name, spec.shape])).toEqual([["shortcut.weight", [2, 1, 1, 1]]]);
  expect(valuesOf(output, { "shortcut.weight": [1, 10] })).toEqual([1, 3, 7, 9, 11, 31, 71, 91]);
});

test("the projection may be normalized by the batch", () => {
  const x = constant([1, 3], [2, 1]);
  const branch = constant([0, 0, 0, 0], [2, 2]);
  const settings = { normalized: true, activation: "linear" };
  const { output, running } = block(x, () => branch, settings, true);
  expect(Object.keys(running)).toEqual(["shortcut.mean", "shortcut.variance"]);
  const feeds = { "shortcut.weight": [1, -1], "shortcut.gain": [1, 2], "shortcut.offset": [0, 0] };
  expectClose(valuesOf(output, feeds), [-1, 2, 1, -2], 1e-4);
});

test("gradients through branch and projection", () => {
  const x = input("x", [2, 2, 3, 3]);
  const { output, parameters } = block(
    x,
    (h) => mul(slice(h, 1, 0, 1), slice(h, 1, 1, 2)),
    { normalized: true, activation: "tanh" },
    true,
  );
  const feeds = {
    x: Array.from({ length: 36 }, (_, i) => Math.sin(3 * i)),
    "shortcut.weight": [0.5, -0.8],
    "shortcut.gain": [0.7],
    "shortcut.offset": [0.1],
  };
  expectGradient(sum(mul(output, output)), [x, ...parameters], feeds);
});
