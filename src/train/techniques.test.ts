import { expect, test } from "vitest";
import { tinyPlan } from "../../test/tiny-runs.ts";
import { changeStrengths, initialStrengths } from "./techniques.ts";

const { techniques } = tinyPlan({
  regularizers: [
    { use: "l2", lambda: 3 },
    { use: "l2", lambda: 4, layers: ["output"] },
    "dropout",
    "earlyStopping",
  ],
});
const before = initialStrengths(techniques);

test("the live strengths of a run are known by paths, each use of a technique by its own", () => {
  expect(before).toEqual({ "l2.lambda": 3, "l2#2.lambda": 4, "dropout.rate": 0.5 });
});

test("changes some and keeps the others", () => {
  expect(changeStrengths(techniques, before, { "l2#2.lambda": 0, "dropout.rate": 0.95 })).toEqual({
    "l2.lambda": 3,
    "l2#2.lambda": 0,
    "dropout.rate": 0.95,
  });
  expect(changeStrengths(techniques, before, {})).toEqual(before);
});

test.each([
  ["l2.lambda", -1, "l2.lambda: got -1, expected a number from 0 to ∞."],
  ["l2.lambda", NaN, "l2.lambda: got NaN, expected a number from 0 to ∞."],
  ["l2.lambda", Infinity, "l2.lambda: got Infinity"],
  ["dropout.rate", 0.96, "dropout.rate: got 0.96, expected a number from 0 to 0.95."],
  [
    "l1.lambda",
    1,
    "l1.lambda: got a strength that this run does not have, expected one of l2.lambda, l2#2.lambda, dropout.rate.",
  ],
  ["l2.convention", 1, "l2.convention: got a strength that this run does not have"],
  ["earlyStopping.patience", 3, "earlyStopping.patience: got a strength that this run does not have"],
  ["lambda", 3, "lambda: got a strength"],
  ["__proto__", 3, "__proto__: got a strength"],
])("refuses %s = %f", (path, value, message) => {
  expect(() => changeStrengths(techniques, before, Object.fromEntries([[path, value]]))).toThrow(message);
});

test("a run without techniques has no strengths to change", () => {
  expect(() => changeStrengths([], {}, { "l2.lambda": 1 })).toThrow(
    "no strengths: the run has no technique with one",
  );
});
