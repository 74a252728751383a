import { expect, test } from "vitest";
import { expectGradient } from "../../test/finite-differences.ts";
import { tryLayer } from "../../test/layer-trial.ts";
import { stream } from "../base/index.ts";
import { constant, evaluate, type Feeds, input, mul, sizeOf, sum, type Tensor } from "../graph/index.ts";
import { conv, depthwiseConv, type Layer } from "./index.ts";

const valuesOf = (t: Tensor, feeds: Feeds = {}): number[] => Array.from(evaluate([t], feeds)[0] ?? []);
const layer = conv as unknown as Layer;
const depthwise = depthwiseConv as unknown as Layer;

// One image of one channel: 1 … 9.
const image = constant([1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 1, 3, 3]);

test("slides kernels over an image, adds biases and activates", () => {
  const { output, sites, asked } = tryLayer(layer, image, { filters: 2, kernel: 2 }, { siteFactor: 10 });
  expect(asked.map(({ name, spec }) => [name, spec.role, spec.shape])).toEqual([
    ["weight", "weight", [2, 1, 2, 2]],
    ["bias", "bias", [2]],
  ]);
  // The first filter adds the corners of the main diagonal, the second is their negative.
  const values = valuesOf(output, { weight: [1, 0, 0, 1, -1, 0, 0, -1], bias: [-7, 9] });
  expect(output.shape).toEqual([1, 2, 2, 2]);
  expect(values).toEqual([0, 10, 50, 70, 30, 10, 0, 0]);
  expect(sites).toEqual(["sums", "hidden"]);
});

test("stride, padding and dilation choose what is read", () => {
  const of = (settings: object): number[] =>
    valuesOf(
      tryLayer(layer, image, { filters: 1, kernel: 2, activation: "linear", bias: false, ...settings })
        .output,
      { weight: [1, 10, 100, 1000] },
    );
  expect(of({ dilation: 2 })).toEqual([9731]);
  expect(of({ stride: 2 })).toEqual([5421]);
  expect(of({ stride: [1, 2] })).toEqual([5421, 8754]);
  // As many numbers as before; what is missing is added after.
  expect(of({ padding: "same" })).toEqual([5421, 6532, 603, 8754, 9865, 906, 87, 98, 9]);
  expect(of({ padding: 1, stride: 2 })).toEqual([1000, 3200, 7040, 9865]);
});

test("same padding keeps one number for each stride", () => {
  const shapes = [1, 2, 3].map((stride) => {
    const x = input("x", [1, 1, 7, 4]);
    return tryLayer(layer, x, { filters: 1, kernel: 3, stride, padding: "same" }).output.shape.slice(2);
  });
  expect(shapes).toEqual([
    [7, 4],
    [4, 2],
    [3, 2],
  ]);
});

test("slides over sequences too", () => {
  const { output, asked } = tryLayer(layer, constant([1, 2, 3, 4], [1, 1, 4]), {
    filters: 1,
    kernel: 3,
    activation: "linear",
  });
  expect(asked[0]?.spec.shape).toEqual([1, 1, 3]);
  expect(valuesOf(output, { weight: [1, 0, -1], bias: [0.5] })).toEqual([-1.5, -1.5]);
});

test("groups see their part of the channels alone", () => {
  const x = constant([1, 2, 3, 4], [1, 4, 1, 1]);
  const { output, asked } = tryLayer(layer, x, {
    filters: 2,
    kernel: 1,
    groups: 2,
    activation: "linear",
    bias: false,
  });
  expect(asked[0]?.spec.shape).toEqual([2, 2, 1, 1]);
  expect(valuesOf(output, { weight: [1, 10, 100, 1000] })).toEqual([21, 4300]);
});

test("a depthwise convolution has filters of its own for each channel", () => {
  const x = constant([1, 2, 3, 4], [1, 2, 2, 1]);
  const settings = { multiplier: 2, kernel: [2, 1], activation: "linear", bias: false };
  const { output, asked } = tryLayer(depthwise, x, settings);
  expect(asked[0]?.spec.shape).toEqual([4, 1, 2, 1]);
  expect(valuesOf(output, { weight: [1, 1, 1, 0, 0, 1, 2, 2] })).toEqual([3, 1, 4, 14]);
});

test.each([
  [{ initializer: "he" }, Math.sqrt(2 / (4 * 9))],
  // Uniform: a / √3 with a = √(6 / (inputs + outputs)).
  [{ initializer: "glorot" }, Math.sqrt(6 / (4 * 9 + 32 * 9)) / Math.sqrt(3)],
  [{ initializer: "he", groups: 2 }, Math.sqrt(2 / (2 * 9))],
  [{ initializer: "glorot", groups: 2 }, Math.sqrt(6 / (2 * 9 + 16 * 9)) / Math.sqrt(3)],
])("with %j weights deviate by %d", (settings, deviation) => {
  const { asked } = tryLayer(layer, input("x", [1, 4, 8, 8]), { filters: 32, ...settings });
  const { shape, initializer } = asked[0]?.spec ?? { shape: [], initializer: () => new Float32Array() };
  const values = initializer(shape, stream(1, "weights"));
  const found = Math.sqrt(values.reduce((total, value) => total + value * value, 0) / sizeOf(shape));
  // Four standard errors of a deviation.
  expect(Math.abs(found / deviation - 1)).toBeLessThan(4 / Math.sqrt(2 * sizeOf(shape)));
});

test.each([
  [layer, { filters: 2, kernel: 2, padding: 1, stride: 2, activation: "tanh" }],
  [layer, { filters: 4, kernel: 2, groups: 2, dilation: 2, activation: "silu" }],
  [depthwise, { multiplier: 2, kernel: 2, activation: "gelu" }],
])("gradients by inputs, kernels and biases", (each, settings) => {
  const x = input("x", [2, 2, 4, 3]);
  const { output, parameters, asked } = tryLayer(each, x, settings);
  const wave = (shape: readonly number[], phase: number): number[] =>
    Array.from({ length: sizeOf(shape) }, (_, i) => Math.sin(2 * i + phase));
  const feeds = Object.fromEntries([
    ["x", wave(x.shape, 0)],
    ...asked.map(({ name, spec }, i): [string, number[]] => [name, wave(spec.shape, i + 1)]),
  ]);
  const weights = constant(wave(output.shape, 5), output.shape);
  expectGradient(sum(mul(output, weights)), [x, ...parameters], feeds);
});

test.each([
  [
    { kernel: 5 },
    [2, 4, 3],
    /^The layer conv1: got a kernel of 5×5 over an input of 4×3, expected .* not larger/,
  ],
  [
    { kernel: 3, dilation: 3, padding: 1 },
    [2, 4, 8],
    /3×3, 7×7 with its dilation, over .* 4×8, 6×10 with its/,
  ],
  [
    { groups: 3 },
    [4, 8, 8],
    /^The layer conv1: got 3 groups for 4 input channels, expected .* divides the 4 input/,
  ],
  [{ groups: 4, filters: 6 }, [4, 8, 8], /^The layer conv1: got 4 groups for 6 filters/],
  [
    {},
    [7],
    /^The layer conv1: got examples of shape \[7\], expected images .* has none: choose a model of dense layers/,
  ],
  [{}, [1, 2, 3, 4], /^The layer conv1: got examples of shape \[1, 2, 3, 4\]/],
  [
    { kernel: [3] },
    [1, 8, 8],
    /^The layer conv1: got a kernel of 1 numbers for a space of 2 axes, 8×8, expected one/,
  ],
])("%j does not fit examples of shape %j", (settings, shape, message) => {
  expect(() => tryLayer(layer, input("x", [1, ...shape]), settings)).toThrow(message);
});
