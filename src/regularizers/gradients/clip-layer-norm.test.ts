import { expect, test } from "vitest";
import { expectClose } from "../../../test/finite-differences.ts";
import { clipped, reported, seamsWith } from "../../../test/lone-technique.ts";
import { clipLayerNorm } from "../index.ts";

// Norms: dense1 √(9 + 16) = 5, output 1.
const slopes = [
  { name: "dense1.weight", shape: [1, 2], gradient: [3, 0] },
  { name: "dense1.bias", shape: [1], gradient: [4] },
  { name: "output.weight", shape: [1, 1], gradient: [-1] },
];

test("dense1 of norm 5 comes down to 2.5, output of norm 1 stays bit for bit", () => {
  const found = clipped(seamsWith(clipLayerNorm, { norm: 2.5 }), slopes);
  expectClose(found.flat(), [1.5, 0, 2, -1], 1e-12);
  expect(found[2]).toEqual([-1]);
});

test("each parameter alone: the weights have norm 3, the bias 4", () => {
  const found = clipped(seamsWith(clipLayerNorm, { norm: 3.2, each: "parameter" }), slopes);
  expectClose(found.flat(), [3, 0, 3.2, -1], 1e-12);
  expect(found[0]).toEqual([3, 0]);
});

test("two parameters with one and the same gradient are told apart", () => {
  const twice = [
    { name: "dense1.bias", shape: [1], gradient: [4] },
    { name: "dense2.bias", shape: [1], gradient: [4] },
  ];
  expect(clipped(seamsWith(clipLayerNorm, { norm: 1 }), twice)).toEqual([[1], [1]]);
});

test("tells the share of layers, or of parameters, that it clipped", () => {
  expect(reported(clipLayerNorm, { norm: 2.5 }, slopes)).toEqual({ "clipLayerNorm.clipped": 0.5 });
  expect(
    reported(clipLayerNorm, { norm: 2.5, each: "parameter" }, slopes)["clipLayerNorm.clipped"],
  ).toBeCloseTo(2 / 3, 12);
});
