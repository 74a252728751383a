import { expect, test } from "vitest";
import { step } from "./index.ts";

test("drops with the first update of every k-th epoch, not before", () => {
  const at = (updates: number): number =>
    step.factor({ step: updates, stepsPerEpoch: 10, totalSteps: 100 }, { every: 2, factor: 0.5 });
  expect([0, 19, 20, 39, 40].map(at)).toEqual([1, 1, 0.5, 0.5, 0.25]);
});
