import { expect, test } from "vitest";
import { calibrationError } from "./calibration-error.ts";
import { reliability } from "./reliability.ts";

const predictions = {
  classes: 2,
  rows: 4,
  probabilities: Float32Array.from([0.9375, 0.0625, 0.0625, 0.9375, 0.5, 0.5, 0.9375, 0.0625]),
  labels: Int32Array.from([0, 0, 0, 0]),
};

test("rows fall into fifteen bins by the probability of their predicted class", () => {
  const bins = reliability(predictions);
  expect(bins).toHaveLength(15);
  expect(bins.flatMap((bin, i) => (bin.rows > 0 ? [[i, bin]] : []))).toEqual([
    // 0.5 lies in (7/15, 8/15]; 0.9375 in (14/15, 1].
    [7, { rows: 1, confidence: 0.5, right: 1 }],
    [14, { rows: 3, confidence: 0.9375, right: 2 / 3 }],
  ]);
  // (1 · 0.5 + 3 · (0.9375 − 2/3)) / 4.
  expect(calibrationError.compute(predictions)).toBeCloseTo(0.328125, 12);
});

test("rows count by their weights", () => {
  const weighted = { ...predictions, weights: Float32Array.from([1, 3, 0, 0]) };
  expect(reliability(weighted)[14]).toEqual({ rows: 4, confidence: 0.9375, right: 0.25 });
});
