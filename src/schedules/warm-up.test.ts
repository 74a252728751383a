import { expect, test } from "vitest";
import { warmUp } from "./index.ts";

const at = (step: number, epochs: number): number =>
  warmUp.factor({ step, stepsPerEpoch: 4, totalSteps: 100 }, { epochs });

test("climbs from one share to the full rate and stays there", () => {
  expect([0, 1, 2, 3, 4, 50].map((step) => at(step, 1))).toEqual([0.25, 0.5, 0.75, 1, 1, 1]);
});

test("may last a part of an epoch, or no time at all", () => {
  expect([0, 1, 2].map((step) => at(step, 0.5))).toEqual([0.5, 1, 1]);
  expect(at(0, 0)).toBe(1);
});
