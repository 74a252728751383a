import { expect, test } from "vitest";
import { minimumPath, valueIn } from "./slice-path.ts";

const xs = Array.from({ length: 9 }, (_, i) => -3 + (3 * i) / 4);
const fieldOf = (at: (x: number, y: number) => number) => ({
  xs,
  ys: xs,
  values: xs.flatMap((y) => xs.map((x) => at(x, y))),
});
const losses = fieldOf((x, y) => (x - 2) ** 2 + (y - 1) ** 2);

test("under a ball the minimum goes straight to 0", () => {
  const path = minimumPath(losses, (x, y) => x * x + y * y);
  expect(path.length).toBeGreaterThan(10);
  expect(path[0]?.[0]).toBeCloseTo(2, 1);
  expect(path[0]?.[1]).toBeCloseTo(1, 1);
  expect(Math.hypot(...(path.at(-1) as [number, number]))).toBeLessThan(0.05);
  for (const [x, y] of path) expect(Math.abs(y - x / 2)).toBeLessThan(0.06);
});

test("under a diamond the smaller weight is 0 first", () => {
  const path = minimumPath(losses, (x, y) => Math.abs(x) + Math.abs(y));
  const first = path.find(([, y]) => Math.abs(y) < 0.02);
  // By soft thresholds: both fall alike, so the larger one is at 1 then.
  expect(first?.[0]).toBeCloseTo(1, 1);
  expect(path.at(-1)?.[0]).toBeCloseTo(0, 1);
});

test("values between places are those of a plane", () => {
  const plane = fieldOf((x, y) => 2 * x - y + 1);
  expect(valueIn(plane, 0.3, -1.1)).toBeCloseTo(2.7, 9);
  expect(valueIn(plane, -3, 3)).toBeCloseTo(-8, 9);
});
