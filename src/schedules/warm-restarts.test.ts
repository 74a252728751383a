import { expect, test } from "vitest";
import { warmRestarts } from "./index.ts";

const factor = (step: number, stretch: number, stepsPerEpoch = 4): number =>
  warmRestarts.factor({ step, stepsPerEpoch, totalSteps: 1000 }, { period: 1, stretch, floor: 0 });

test("starts again at full rate with every period", () => {
  for (const restart of [0, 4, 8, 400]) expect(factor(restart, 1)).toBe(1);
  expect(factor(2, 1)).toBeCloseTo(0.5, 12);
});

test("periods grow: they start after 0, 1, 3, 7, 15 … epochs", () => {
  for (const epochs of [0, 1, 3, 7, 15, 31, 63]) expect(factor(epochs * 4, 2)).toBeCloseTo(1, 9);
  expect(factor(5 * 4, 2)).toBeCloseTo(0.5, 9);
  // 0, 1, 4, 13, 40, 121 for threefold periods, with an odd number of steps in an epoch.
  for (const epochs of [1, 4, 13, 40, 121]) {
    expect(factor(epochs * 7, 3, 7)).toBeCloseTo(1, 9);
    expect(factor(epochs * 7 - 1, 3, 7)).toBeLessThan(0.06);
  }
  // The logarithm of 1000 to the base 10 is rounded to below 3.
  expect(factor(111 * 4, 10)).toBeCloseTo(1, 9);
});
