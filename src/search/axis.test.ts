import { expect, test } from "vitest";
import { type Axis, axisOf, beyond, strongerUp, towards } from "./axis.ts";

test("a strength over its own range, over another one, and as a list; a technique stands for its strength", () => {
  expect(axisOf("l2", 5)).toMatchObject({
    path: "l2.lambda",
    values: [0.01, 0.1, 1, 10, 100],
    isList: false,
  });
  expect(axisOf("l2.lambda=0.1..10", 3).values).toEqual([0.1, 1, 10]);
  expect(axisOf("dropout.rate = 0..0.5", 3).values).toEqual([0, 0.25, 0.5]);
  expect(axisOf("l2=5,0,5,1", 9)).toMatchObject({ values: [0, 1, 5], isList: true });
});

test.each([
  ["l2.lamda", /got "l2.lamda", expected a strength .* Did you mean "l2.lambda"\?/],
  ["l2.convention", /got "l2.convention"/],
  ["l2=1", /a grid with one value, expected at least two values/],
  ["l2=2,2", /a grid with one value/],
  ["l2=-1,1", /got -1 for l2.lambda, expected numbers of at least 0/],
  ["dropout=0.5,2", /got 2 for dropout.rate, expected numbers of at least 0 and at most 0.95/],
  ["l2=0..10", /a range from a number above 0.*Its scale is logarithmic: name 0 in a list of values/],
  ["l2=10..1", /expected a range/],
  ["l2=1,,2", /got "l2=1,,2", expected NAME/],
  ["l2=", /expected NAME/],
])("%s is refused", (over, message) => expect(() => axisOf(over, 5)).toThrow(message));

test("which values regularize more: those farther from off", () => {
  expect(strongerUp(axisOf("l2=0,1", 2))).toBe(true);
  const { row } = axisOf("l2=0,1", 2);
  expect(strongerUp({ row: { ...row, off: 1 }, values: [0, 0.5, 1] })).toBe(false);
  expect(strongerUp({ row: { ...row, off: 1 }, values: [0, 2] })).toBeUndefined();
  const { off: _, ...bare } = row;
  expect(strongerUp({ row: bare as Axis["row"], values: [0, 1] })).toBeUndefined();
});

test("beyond an end in the same steps, as far as the strength goes", () => {
  expect(beyond(axisOf("l2=0.1..10", 3), "high", 2)).toEqual([100, 1000]);
  expect(beyond(axisOf("l2=0.1..10", 3), "low", 2)).toEqual([0.01, 0.001]);
  expect(beyond(axisOf("dropout=0.4..0.8", 5), "high", 3)).toEqual([0.9, 0.95]);
  expect(beyond(axisOf("dropout=0.2..0.6", 5), "low", 2)).toEqual([0.1, 0]);
  expect(beyond(axisOf("lookahead=0.3..0.9", 4), "low", 3)).toEqual([0.15]);
});

test("the steps of a range of two values are no larger than ten times, or a quarter of the range", () => {
  expect(beyond(axisOf("l2=0.01..100", 2), "high", 2)).toEqual([1000, 10000]);
  expect(beyond(axisOf("l2=0.01..100", 2), "low", 2)).toEqual([0.001, 0.0001]);
  expect(beyond(axisOf("dropout=0..0.4", 2), "high", 2)).toEqual([0.5, 0.6]);
});

test("towards off: smaller and smaller, on a linear scale by halves of what lies between", () => {
  expect(towards(axisOf("l2=0.1..10", 3), "low", 2)).toEqual([0.01, 0.001]);
  expect(towards(axisOf("dropout=0.4..0.8", 3), "low", 2)).toEqual([0.2, 0.1]);
  expect(towards(axisOf("lookahead=0.2..0.8", 4), "high", 2)).toEqual([0.9, 0.95]);
});
