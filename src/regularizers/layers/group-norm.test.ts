import { expect, test } from "vitest";
import { drawnTools } from "../../../test/drawn-tools.ts";
import { expectClose } from "../../../test/finite-differences.ts";
import { blobs, tinyPlan } from "../../../test/tiny-runs.ts";
import { constant, evaluate, type Shape, sizeOf, type Tensor } from "../../graph/index.ts";
import { groupNorm, layerNorm } from "../index.ts";

const site = { kind: "sums", layer: "conv1" } as const;
const valuesOf = (t: Tensor | undefined): number[] => Array.from(t ? (evaluate([t])[0] ?? []) : []);
const wave = (shape: Shape): Tensor =>
  constant(
    Array.from({ length: sizeOf(shape) }, (_, i) => Math.sin(3 * i) + (i % 5)),
    shape,
  );
const grouped = (sums: Tensor, groups: number, epsilon = 1e-5): number[] =>
  valuesOf(groupNorm.at.layers?.(sums, { groups, epsilon, scale: true }, drawnTools({ site })));

test("in two groups (1, 3, 10, 30) comes to (−1, 1, −1, 1)", () => {
  expectClose(grouped(constant([1, 3, 10, 30], [1, 4]), 2, 1e-12), [-1, 1, -1, 1], 1e-9);
});

test.each([
  ["units", [3, 6]],
  ["images", [2, 6, 3, 2]],
])("with one group it is layer normalization of %s", (_, shape) => {
  const settings = { over: "auto", epsilon: 1e-5, scale: true } as const;
  const whole = valuesOf(layerNorm.at.layers?.(wave(shape), settings, drawnTools({ site })));
  expectClose(grouped(wave(shape), 1), whole, 1e-9);
});

test("with a group for each channel it is instance normalization", () => {
  const [batch, channels, space] = [2, 3, 4];
  const x = wave([batch, channels, 2, 2]);
  const instances = Array.from({ length: batch * channels }, (_, i) => {
    const own = valuesOf(x).slice(i * space, (i + 1) * space);
    const mean = own.reduce((a, b) => a + b) / space;
    const variance = own.reduce((total, value) => total + (value - mean) ** 2, 0) / space;
    return own.map((value) => (value - mean) / Math.sqrt(variance + 1e-5));
  });
  expectClose(grouped(x, channels), instances.flat(), 1e-9);
});

test("in evaluation it does the same", () => {
  const settings = { groups: 2, epsilon: 1e-5, scale: true };
  const found = groupNorm.evaluation?.layers?.(wave([2, 4]), settings, drawnTools({ site }));
  expectClose(valuesOf(found), grouped(wave([2, 4]), 2), 1e-12);
});

test("groups that do not divide the units of a layer are refused before training", () => {
  const model = { preset: "mlp", hidden: [8, 6] } as const;
  const plan = () => tinyPlan({ model, regularizers: [{ use: "groupNorm", groups: 4 }] }, blobs(20));
  expect(plan).toThrow(
    "groupNorm: got 4 groups for dense2 with 6 channels, expected a number that divides the channels of every layer it acts on: 1, 2.",
  );
  const restricted = { use: "groupNorm", groups: 4, layers: ["dense1"] } as const;
  expect(() => tinyPlan({ model, regularizers: [restricted] }, blobs(20))).not.toThrow();
});
