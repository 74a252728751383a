import { expect, test } from "vitest";
import { oneCycle } from "./index.ts";

const settings = { peak: 0.25, startDivisor: 10, endDivisor: 100 };
const at = (step: number): number => oneCycle.factor({ step, stepsPerEpoch: 4, totalSteps: 40 }, settings);

test("starts at 1/d, peaks with the last update of its share and ends at 1/de", () => {
  expect(at(0)).toBeCloseTo(0.1, 12);
  expect(at(9)).toBe(1);
  expect(at(39)).toBeCloseTo(0.001, 12);
});

test("is defined for a run of one update and for a peak at either end", () => {
  const only = { step: 0, stepsPerEpoch: 1, totalSteps: 1 };
  expect(oneCycle.factor(only, settings)).toBeGreaterThan(0);
  expect(oneCycle.factor({ ...only, step: 9, totalSteps: 10 }, { ...settings, peak: 1 })).toBe(1);
  expect(oneCycle.factor({ ...only, totalSteps: 10 }, { ...settings, peak: 0 })).toBeLessThanOrEqual(1);
});
