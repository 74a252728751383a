import { expect, test } from "vitest";
import { expectClose, expectGradient } from "../../test/finite-differences.ts";
import { tryLayer } from "../../test/layer-trial.ts";
import { constant, evaluate, type Feeds, input, mul, sizeOf, sum, type Tensor } from "../graph/index.ts";
import { groupNorm, type Layer, layerNorm } from "./index.ts";

const valuesOf = (t: Tensor, feeds: Feeds = {}): number[] => Array.from(evaluate([t], feeds)[0] ?? []);
const build = (layer: unknown, x: Tensor, settings: object) =>
  tryLayer(layer as Layer, x, { epsilon: 1e-12, ...settings });
const wave = (shape: readonly number[], phase = 0): number[] =>
  Array.from({ length: sizeOf(shape) }, (_, i) => Math.sin(3 * i + phase));

test("layer norm: each row by itself, then gain and offset for each unit", () => {
  // Row means 2 and 20, deviations √(2/3) and 10 √(2/3).
  const { output } = build(layerNorm, constant([1, 2, 3, 30, 20, 10], [2, 3]), {});
  const s = Math.sqrt(1.5);
  expectClose(valuesOf(output, { gain: [1, 2, 3], offset: [0, 5, 0] }), [-s, 5, 3 * s, s, 5, -3 * s], 1e-6);
});

test("layer norm: the last axis of sequences, the whole of images", () => {
  const plain = { scale: false };
  const x = [1, 3, 10, 30];
  expectClose(valuesOf(build(layerNorm, constant(x, [1, 2, 2]), plain).output), [-1, 1, -1, 1], 1e-6);
  const whole = [-10, -8, -1, 19].map((value) => value / Math.sqrt((100 + 64 + 1 + 361) / 4));
  expectClose(valuesOf(build(layerNorm, constant(x, [1, 2, 1, 2]), plain).output), whole, 1e-6);
  expectClose(
    valuesOf(build(layerNorm, constant(x, [1, 2, 2]), { over: "example", ...plain }).output),
    whole,
    1e-6,
  );
  const images = build(layerNorm, input("x", [2, 3, 4, 4]), {});
  expect(images.asked.map(({ spec }) => spec.shape)).toEqual([[3], [3]]);
});

test("group norm: groups of channels of each example, gain and offset for each channel", () => {
  const x = constant([1, 3, 10, 30], [1, 4, 1, 1]);
  const { output } = build(groupNorm, x, { groups: 2 });
  expectClose(valuesOf(output, { gain: [1, 2, 3, 4], offset: [0, 0, 0, 1] }), [-1, 2, -3, 5], 1e-6);
});

test("group norm: groups have to divide the channels", () => {
  expect(() => build(groupNorm, input("x", [1, 6, 2, 2]), { groups: 4 })).toThrow(
    "The layer groupNorm1: got 4 groups for 6 channels, expected a number that divides them: 1, 2, 3, 6.",
  );
});

test.each([
  ["layerNorm of rows", layerNorm, [3, 4], {}],
  ["layerNorm of images", layerNorm, [2, 2, 2, 2], {}],
  ["groupNorm", groupNorm, [2, 4, 2, 1], { groups: 2 }],
])("gradients through %s", (_, layer, shape, settings) => {
  const x = input("x", shape);
  const { output, parameters, asked } = build(layer, x, { epsilon: 1e-5, ...settings });
  const feeds = Object.fromEntries([
    ["x", wave(shape)],
    ...asked.map(({ name, spec }, i): [string, number[]] => [name, wave(spec.shape, i + 1)]),
  ]);
  const weights = constant(wave(shape, 4), shape);
  expectGradient(sum(mul(output, weights)), [x, ...parameters], feeds);
});
