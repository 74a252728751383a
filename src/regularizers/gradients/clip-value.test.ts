import { expect, test } from "vitest";
import { clipped, reported, seamsWith } from "../../../test/lone-technique.ts";
import { clipValue } from "../index.ts";

const slopes = [
  { name: "dense1.weight", shape: [1, 3], gradient: [3, -0.5, 0.25] },
  { name: "dense1.bias", shape: [2], gradient: [-4, 0] },
];

test("numbers beyond 0.5 become 0.5, those below −0.5 become −0.5, the others stay bit for bit", () => {
  expect(clipped(seamsWith(clipValue, { value: 0.5 }), slopes)).toEqual([
    [0.5, -0.5, 0.25],
    [-0.5, 0],
  ]);
  expect(clipped(seamsWith(clipValue, { value: 4 }), slopes)).toEqual(slopes.map(({ gradient }) => gradient));
});

test("tells the share of numbers that it clipped: 3 and −4 of five", () => {
  expect(reported(clipValue, { value: 0.5 }, slopes)).toEqual({ "clipValue.clipped": 0.4 });
});
