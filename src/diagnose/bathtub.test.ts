import * as fc from "fast-check";
import { expect, test } from "vitest";
import { mean } from "../base/index.ts";
import { bathtub } from "./bathtub.ts";

test("a worked case", () => {
  const { fit, turn, squares, fallingSquares } = bathtub([5, 3, 4, 1, 2, 4, 3, 6]);
  expect([...fit]).toEqual([5, 3.5, 3.5, 1, 2, 3.5, 3.5, 6]);
  expect(turn).toBe(3);
  expect(squares).toBeCloseTo(1, 12);
  // Falling only: 5, 3.5, 3.5, then 3.2 five times.
  expect(fallingSquares).toBeCloseTo(0.5 + 14.8, 12);
});

test("a level valley turns at its last point, a falling curve at its end, a rising one at its start", () => {
  expect(bathtub([3, 1, 1, 1, 2]).turn).toBe(3);
  expect(bathtub([3, 2, 1]).turn).toBe(2);
  expect(bathtub([1, 2, 3]).turn).toBe(0);
  expect(bathtub([1])).toMatchObject({ turn: 0, squares: 0, fallingSquares: 0 });
});

/** Least squares over all ways to cut the values into level pieces that fall, then rise. */
function slowly(values: readonly number[], mayRise: boolean): number {
  let lowest = Number.POSITIVE_INFINITY;
  for (let cuts = 0; cuts < 2 ** (values.length - 1); cuts++) {
    const pieces: number[][] = [[]];
    for (const [i, value] of values.entries()) {
      pieces.at(-1)?.push(value);
      if ((cuts >> i) & 1 && i < values.length - 1) pieces.push([]);
    }
    const steps = pieces.map(mean).map((level, i, all) => (i === 0 ? 0 : level - (all[i - 1] ?? 0)));
    const firstRise = steps.findIndex((step) => step > 0);
    const allowed = firstRise === -1 || (mayRise && steps.slice(firstRise).every((step) => step >= 0));
    const error = pieces.reduce(
      (total, piece) => total + piece.reduce((sum, v) => sum + (v - mean(piece)) ** 2, 0),
      0,
    );
    if (allowed && error < lowest) lowest = error;
  }
  return lowest;
}

test("no other falling-then-rising curve is nearer", () => {
  const values = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(values, (some) => {
      const { fit, squares, fallingSquares, turn } = bathtub(some);
      expect(squares).toBeCloseTo(slowly(some, true), 9);
      expect(fallingSquares).toBeCloseTo(slowly(some, false), 9);
      expect(some.reduce((total, value, i) => total + (value - (fit[i] ?? 0)) ** 2, 0)).toBeCloseTo(
        squares,
        9,
      );
      const steps = [...fit].slice(1).map((level, i) => level - (fit[i] ?? 0));
      expect(steps.slice(0, turn).every((step) => step <= 0)).toBe(true);
      expect(steps.slice(turn).every((step) => step > 0 || step === 0)).toBe(true);
    }),
  );
});
