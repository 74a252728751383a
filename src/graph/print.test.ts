import { expect, test } from "vitest";
import { add, constant, input, mul, print, reshape, stopGradient, sum } from "./index.ts";

test("prints one line a value, sources first, with shapes and attributes", () => {
  const x = input("x", [2, 3]);
  const y = sum(add(mul(x, 2), constant([1, 2, 3])), [1]);
  expect(print([y, x])).toBe(
    [
      '%0 = input "x" float32 [2, 3]',
      "%1 = constant 2 float32 []",
      "%2 = mul(%0, %1) float32 [2, 3]",
      "%3 = constant 1, 2, 3 float32 [3]",
      "%4 = add(%2, %3) float32 [2, 3]",
      "%5 = sum(%4) {axes: [1], keepAxes: false} float32 [2]",
      "return %5, %0",
    ].join("\n"),
  );
});

test("cuts long constants short and leaves functions out", () => {
  const long = constant([1, 2, 3, 4, 5, 6, 7, 8], [8], "int32");
  expect(print([stopGradient(reshape(long, [2, 4]))])).toBe(
    [
      "%0 = constant 1, 2, 3, 4, 5, 6, … int32 [8]",
      "%1 = reshape(%0) {shape: [2,4]} int32 [2, 4]",
      "%2 = alias(%1) int32 [2, 4]",
      "return %2",
    ].join("\n"),
  );
});
