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

test("of many numbers, which are looked at first, those beyond the limit are clipped and counted just so", () => {
  const cases = [
    { first: [3, -0.5, -4], count: 2 },
    { first: [-0.75], count: 1 },
    { first: [0.5], count: 0 },
  ];
  for (const { first, count } of cases) {
    const gradient = Array.from({ length: 2 ** 15 }, (_, i) => first[i] ?? Math.sin(i) / 4);
    const given = [{ name: "dense1.weight", shape: [2 ** 10, 2 ** 5], gradient }];
    expect(clipped(seamsWith(clipValue, { value: 0.5 }), given)).toEqual([
      gradient.map((value) => Math.min(Math.max(value, -0.5), 0.5)),
    ]);
    expect(reported(clipValue, { value: 0.5 }, given)).toEqual({ "clipValue.clipped": count / 2 ** 15 });
  }
});
