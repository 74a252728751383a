import { expect, test } from "vitest";
import { constant } from "./index.ts";

test("never moves", () => {
  const factors = [0, 5, 99].map((step) => constant.factor({ step, stepsPerEpoch: 10, totalSteps: 100 }, {}));
  expect(factors).toEqual([1, 1, 1]);
});
