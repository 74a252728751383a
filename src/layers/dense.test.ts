import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { expectClose, expectGradient } from "../../test/finite-differences.ts";
import { tryLayer } from "../../test/layer-trial.ts";
import { constant, evaluate, input, mul, sizeOf, sum, type Tensor } from "../graph/index.ts";
import type { Settings } from "../seams/index.ts";
import { dense, initializers, type Layer } from "./index.ts";

const golden = (
  JSON.parse(readFileSync(new URL("../../test/golden/elements.json", import.meta.url), "utf8")) as {
    activations: { sums: readonly number[]; kinds: Readonly<Record<string, readonly number[]>> };
  }
).activations;

type DenseSettings = Settings<typeof dense.params>;
const activations = Object.keys(golden.kinds) as DenseSettings["activation"][];

const build = (x: Tensor, settings: Partial<DenseSettings>) =>
  tryLayer(dense as unknown as Layer, x, { units: 2, ...settings }, { siteFactor: 10 });

test("is activation(x W + b), seen by the layers seam after the activation", () => {
  const { output, sites } = build(constant([1, 2, 3, 4], [2, 2]), {});
  const [values] = evaluate([output], { weight: [1, -1, 1, 0], bias: [0.5, -0.5] });
  // x W = [[3, -1], [7, -3]]; the site multiplies by 10.
  expect(Array.from(values ?? [])).toEqual([35, 0, 75, 0]);
  expect(sites).toEqual(["sums", "hidden"]);
});

test("asks for a weight [inputs, units] and a bias [units], and leaves the bias out on request", () => {
  const x = input("x", [4, 3]);
  const shapes = (settings: Partial<DenseSettings>) =>
    build(x, settings).asked.map(({ name, spec }) => [name, spec.role, spec.shape]);
  expect(shapes({ units: 5 })).toEqual([
    ["weight", "weight", [3, 5]],
    ["bias", "bias", [5]],
  ]);
  expect(shapes({ bias: false })).toEqual([["weight", "weight", [3, 2]]]);
});

test("flattens examples of any shape", () => {
  const { output, asked } = build(input("x", [4, 2, 3, 5]), { units: 7 });
  expect(asked[0]?.spec.shape).toEqual([30, 7]);
  expect(output.shape).toEqual([4, 7]);
});

test.each([
  ["relu", "he"],
  ["gelu", "he"],
  ["silu", "he"],
  ["selu", "lecun"],
  ["tanh", "glorot"],
  ["sigmoid", "glorot"],
  ["linear", "glorot"],
] as const)("%s starts from the weights of %s unless told otherwise", (activation, suited) => {
  const x = input("x", [1, 3]);
  expect(build(x, { activation }).asked[0]?.spec.initializer).toBe(initializers[suited].weight);
  const large = build(x, { activation, initializer: "large" }).asked;
  expect(large.map(({ spec }) => spec.initializer)).toEqual([
    initializers.large.weight,
    initializers.large.bias,
  ]);
});

test.each(activations)("%s agrees with PyTorch", (activation) => {
  const { sums, kinds } = golden;
  const { output } = build(constant([1], [1, 1]), { units: sums.length, activation });
  const [values] = evaluate([output], { weight: sums, bias: sums.map(() => 0) });
  expectClose(
    (values ?? new Float64Array()).map((value) => value / 10),
    kinds[activation] ?? [],
    1e-12,
  );
});

test.each(["linear", ...activations] as const)(
  "%s: gradients by inputs, weights and biases",
  (activation) => {
    for (const bias of [true, false]) {
      const x = input("x", [2, 3]);
      const { output, parameters } = build(x, { activation, bias });
      const feeds = {
        x: [1.1, -2, 0.5, 0.3, 0.2, -1],
        weight: [0.5, -0.25, 0.75, 0.1, -0.6, 0.9],
        bias: [0.2, -0.3],
      };
      const weights = constant([1, -2, 3, 0.5], [2, 2]);
      expect(sizeOf(output.shape)).toBe(4);
      expectGradient(sum(mul(output, weights)), [x, ...parameters], feeds);
    }
  },
);

test("gives each example weights of its own where a technique made them", () => {
  const x = input("x", [2, 3]);
  const mask = constant([1, 1, 0, 0, 1, 1], [2, 3, 1]);
  for (const bias of [true, false]) {
    const { output, asked } = tryLayer(
      dense as unknown as Layer,
      x,
      { units: 1, activation: "linear", bias },
      { view: (parameter, name) => (name === "weight" ? mul(parameter, mask) : parameter) },
    );
    expect(asked[0]?.spec.perExample).toBe(true);
    const [values] = evaluate([output], { x: [1, 2, 3, 4, 5, 6], weight: [1, 10, 100], bias: [0.5] });
    expect(Array.from(values ?? [])).toEqual([21, 650].map((sum) => sum + (bias ? 0.5 : 0)));
  }
});

test("selu keeps mean 0 and variance 1 of standard normal sums", () => {
  const step = 0.001;
  const sums = Array.from({ length: 20001 }, (_, i) => (i - 10000) * step);
  const { output } = build(constant([1], [1, 1]), { units: sums.length, activation: "selu", bias: false });
  const [values = []] = evaluate([output], { weight: sums });
  const expected = (power: number): number =>
    sums.reduce((total, z, i) => {
      const density = Math.exp(-(z ** 2) / 2) / Math.sqrt(2 * Math.PI);
      return total + step * density * ((values[i] as number) / 10) ** power;
    }, 0);
  expect(expected(1)).toBeCloseTo(0, 6);
  expect(expected(2)).toBeCloseTo(1, 6);
});
