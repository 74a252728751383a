import { expect, test } from "vitest";
import { expectGradient } from "../../test/finite-differences.ts";
import { tryLayer } from "../../test/layer-trial.ts";
import { constant, evaluate, input, mul, sum, type Tensor } from "../graph/index.ts";
import { type Layer, tokenPooling } from "./index.ts";

const layer = tokenPooling as unknown as Layer;
const x = input("x", [2, 3, 2]);
// The last token of the first text is padding.
const feeds = { x: [1, -2, 3, -4, 100, 100, 2, 1, 7, 1, 3, 1] };
const mask = constant([1, 1, 0, 1, 1, 1], [2, 3]);

const pooled = (by: string, given: Tensor | undefined = mask, of = x) =>
  tryLayer(layer, of, { by }, given ? { tokens: { vocabulary: 9, mask: given } } : {}).output;
const valuesOf = (t: Tensor, values: object = feeds): number[] => [
  ...(evaluate([t], values as never)[0] ?? []),
];

test.each([
  ["mean", [2, -3, 4, 1]],
  ["first", [1, -2, 2, 1]],
  ["max", [3, -2, 7, 1]],
])("%s over tokens alone", (by, expected) => {
  expect(pooled(by).shape).toEqual([2, 2]);
  expect(valuesOf(pooled(by))).toEqual(expected.map((value) => expect.closeTo(value, 12)));
});

test.each([
  ["mean", [104 / 3, 94 / 3, 4, 1]],
  ["max", [100, 100, 7, 1]],
])("%s over everything where the input is no text", (by, expected) => {
  const output = tryLayer(layer, x, { by }).output;
  expect(valuesOf(output)).toEqual(expected.map((value) => expect.closeTo(value, 12)));
});

test.each(["mean", "first", "max"])("%s: its gradient", (by) => {
  const apart = [1, -2, 3, -4, 100, 100, 2, 1.5, 7, 1.25, 3, 1];
  const weights = constant([1, 2, -3, 0.5], [2, 2]);
  expectGradient(sum(mul(mul(pooled(by), pooled(by)), weights)), [x], { x: apart });
});

test.each(["mean", "max"])("%s of no tokens is 0", (by) => {
  const output = pooled(by, constant([0, 0], [1, 2]), input("y", [1, 2, 2]));
  expect(valuesOf(output, { y: [5, 6, 7, 8] }).map(Math.abs)).toEqual([0, 0]);
});
