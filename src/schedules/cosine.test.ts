import { expect, test } from "vitest";
import { cosine } from "./index.ts";

test("starts at 1, is half-way down in the middle and ends at its floor", () => {
  const at = (step: number): number =>
    cosine.factor({ step, stepsPerEpoch: 10, totalSteps: 100 }, { floor: 0.2 });
  expect(at(0)).toBe(1);
  expect(at(50)).toBeCloseTo(0.6, 12);
  expect(at(100)).toBeCloseTo(0.2, 12);
  expect(at(150)).toBeCloseTo(0.2, 12);
});
