import { expect, test } from "vitest";
import { lambdasOf, penaltiesOf } from "./path-penalties.ts";

test("penalties by name, and by their share", () => {
  expect(penaltiesOf(undefined, undefined)).toEqual([{ title: "lasso", alpha: 1 }]);
  expect(penaltiesOf(undefined, 0)).toEqual([{ title: "ridge", alpha: 0 }]);
  expect(penaltiesOf("ridge, lasso,elastic-net", 0.2)).toEqual([
    { title: "ridge", alpha: 0 },
    { title: "lasso", alpha: 1 },
    { title: "elastic net, α 0.2", alpha: 0.2 },
  ]);
  expect(penaltiesOf("elastic-net", undefined)[0]?.alpha).toBe(0.5);
});

test.each<[string | undefined, number | undefined, RegExp]>([
  [
    "lass",
    undefined,
    /^--penalty: got "lass", expected lasso, ridge, elastic-net, .* Did you mean "lasso"\?$/,
  ],
  ["lasso,lasso", undefined, /^--penalty: got lasso twice, expected each penalty once\.$/],
  ["lasso,ridge", 0.5, /^--alpha: got 0\.5 beside --penalty lasso,ridge, expected a share where/],
  [undefined, 1.5, /^--alpha: got 1\.5, expected a number from 0 \(ridge\) to 1 \(lasso\)\.$/],
])("refuses %s with %s", (names, alpha, message) => {
  expect(() => penaltiesOf(names, alpha)).toThrow(message);
});

test("strengths are at least two different numbers that are not negative", () => {
  expect(lambdasOf("0.1, 1,0")).toEqual([0.1, 1, 0]);
  expect(() => lambdasOf("1,-1")).toThrow(
    /^--lambda: got "-1", expected at least two different strengths of at least 0/,
  );
  expect(() => lambdasOf("1,x")).toThrow(/^--lambda: got "x"/);
  expect(() => lambdasOf("1,1")).toThrow(/^--lambda: got the one value 1, expected/);
});
