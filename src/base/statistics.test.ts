import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import {
  mean,
  median,
  normalCumulative,
  normalQuantile,
  standardDeviation,
  standardError,
  wilsonInterval,
} from "./index.ts";

interface Golden {
  readonly values: readonly number[];
  readonly mean: number;
  readonly median: number;
  readonly standardDeviation: number;
  readonly standardError: number;
  readonly normalCumulative: readonly { z: number; probability: number }[];
  readonly normalQuantile: readonly { z: number; probability: number }[];
  readonly wilson: readonly { share: number; count: number; level: number; low: number; high: number }[];
}
const golden = JSON.parse(
  readFileSync(new URL("../../test/golden/statistics.json", import.meta.url), "utf8"),
) as Golden;

test("moments agree with NumPy and SciPy", () => {
  expect(mean(golden.values)).toBeCloseTo(golden.mean, 12);
  expect(median(golden.values)).toBeCloseTo(golden.median, 12);
  expect(median([3, 1, 2])).toBe(2);
  expect(standardDeviation(golden.values)).toBeCloseTo(golden.standardDeviation, 12);
  expect(standardError(golden.values)).toBeCloseTo(golden.standardError, 12);
});

test.each(golden.normalCumulative)("normalCumulative($z)", ({ z, probability }) => {
  expect(Math.abs(normalCumulative(z) / probability - 1)).toBeLessThan(1e-11);
});

test.each(golden.normalQuantile)("normalQuantile($probability)", ({ z, probability }) => {
  expect(normalQuantile(probability)).toBeCloseTo(z, 9);
});

test.each(golden.wilson)(
  "Wilson's $level interval of $share in $count",
  ({ share, count, level, low, high }) => {
    const interval = wilsonInterval(share, count, level);
    expect(interval.low).toBeCloseTo(low, 9);
    expect(interval.high).toBeCloseTo(high, 9);
  },
);
