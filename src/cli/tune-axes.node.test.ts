import { expect, test } from "vitest";
import { axesOf } from "./tune-axes.node.ts";

const flags = (...over: string[]) => ({ over, points: 3, grid: undefined });

test("two strengths in one flag or in two, by ranges or values", () => {
  for (const given of [flags("l2=1,2,dropout=0,0.5"), flags("l2=1,2", "dropout=0,0.5")])
    expect(axesOf(given).map(({ path, values }) => [path, values])).toEqual([
      ["l2.lambda", [1, 2]],
      ["dropout.rate", [0, 0.5]],
    ]);
  expect(axesOf(flags("l2, dropout=0.1..0.5")).map(({ values }) => values.length)).toEqual([3, 3]);
});

test.each([
  ["l2=1,NaN", /^--over: got "l2=1,NaN", expected NAME, NAME=FROM..TO or/],
  ["l2=1,2,inf", /^--over: got "l2=1,2,inf"/],
  ["l2=-1,1", /^--over: got -1 for l2.lambda, expected numbers of at least 0/],
  ["l2=1", /^--over: got "l2=1", a grid with one value/],
  ["l2,l2.lambda", /^--over: got l2.lambda, l2.lambda, expected one strength, or two different ones/],
])("refuses %s", (over, message) => {
  expect(() => axesOf(flags(over))).toThrow(message);
});
