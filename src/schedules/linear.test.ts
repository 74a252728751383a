import { expect, test } from "vitest";
import { linear } from "./index.ts";

const at = (step: number, hold: number, floor: number): number =>
  linear.factor({ step, stepsPerEpoch: 10, totalSteps: 100 }, { hold, floor });

test("falls evenly from 1 to its floor", () => {
  const found = [0, 25, 50, 100, 150].map((step) => at(step, 0, 0.2));
  for (const [i, wanted] of [1, 0.8, 0.6, 0.2, 0.2].entries()) expect(found[i]).toBeCloseTo(wanted, 12);
});

test("keeps the full rate for a share of the run", () => {
  expect([0, 49, 50, 75, 100].map((step) => at(step, 0.5, 0))).toEqual([1, 1, 1, 0.5, 0]);
  expect([0, 50, 100].map((step) => at(step, 1, 0))).toEqual([1, 1, 1]);
});
