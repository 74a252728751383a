import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { trend } from "./trend.ts";

interface Golden {
  readonly falling: readonly { y: number[]; probability: number; slope: number }[];
}
const golden = JSON.parse(
  readFileSync(new URL("../../test/golden/statistics.json", import.meta.url), "utf8"),
) as Golden;

test.each(golden.falling)("the tendency of $y agrees with SciPy", ({ y, probability, slope }) => {
  const seen = trend([...y.keys()], y);
  expect(seen.slope).toBeCloseTo(slope, 12);
  // Long rows use the normal approximation.
  expect(seen.fallingByChance).toBeCloseTo(probability, y.length < 30 ? 10 : 3);
});

test("slopes are per unit of x", () => {
  expect(trend([1, 5, 10], [2, 1.2, 0.2]).slope).toBeCloseTo(-0.2, 12);
});

test("ties speak against a fall", () => {
  expect(trend([1, 2, 3, 4], [1, 1, 1, 1]).fallingByChance).toBeGreaterThan(0.5);
});
