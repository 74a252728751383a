// What every picture of a loss over two weights has in common.
import type { PlaneFigure } from "../draw/index.ts";

export type Place = readonly [x: number, y: number];

/** How to read the contours and the shape. */
export const readWeightSpace =
  "Along a contour the loss is the same, and along the coloured shape the penalty is: where the two touch, neither can fall without the other rising.";

/** Points along each axis. */
const side = 41;
/** Beyond what has to be seen, as a share of it. */
const room = 0.2;

/** The loss around places that have to be seen. */
export function planeField(
  seen: readonly Place[],
  lossAt: (x: number, y: number) => number,
): PlaneFigure["field"] {
  const spans = [0, 1].map((axis) => {
    const all = seen.map((place) => place[axis] as number);
    return [Math.min(...all), Math.max(...all)] as const;
  });
  // A narrow strip would show no contours.
  const widest = Math.max(...spans.map(([low, high]) => high - low)) || 1;
  const [xs, ys] = spans.map(([low, high]) => {
    const half = (Math.max(high - low, 0.7 * widest) / 2) * (1 + 2 * room);
    const middle = (low + high) / 2;
    return Array.from({ length: side }, (_, i) => middle - half + (2 * half * i) / (side - 1));
  }) as [number[], number[]];
  return { xs, ys, values: Float64Array.from(ys.flatMap((y) => xs.map((x) => lossAt(x, y)))) };
}

/** About so many contours. */
const contours = 9;

/** Levels that lie evenly in a valley, one of them at a given loss. */
export function levelsOf({ values }: PlaneFigure["field"], through: number): number[] {
  const finite = Array.from(values).filter(Number.isFinite);
  const lowest = Math.min(...finite, through);
  const highest = Math.max(...finite);
  // The distance from the minimum of a quadratic valley is the root of the rise.
  const own = Math.sqrt(through - lowest);
  const step = Math.sqrt(highest - lowest) / contours;
  const first = own - step * Math.floor(own / step);
  return Array.from({ length: contours }, (_, i) => lowest + (first + i * step) ** 2);
}

/** How many places a refined field has for each step of its grid. */
const finer = 4;

/** The cubic through four values, between the second and the third (Catmull & Rom 1974). */
function between([a, b, c, d]: readonly [number, number, number, number], share: number): number {
  const slope = [(c - a) / 2, (d - b) / 2] as const;
  const rest = b - c;
  return (
    b +
    share *
      (slope[0] + share * (-3 * rest - 2 * slope[0] - slope[1] + share * (2 * rest + slope[0] + slope[1])))
  );
}

/** A line of values at finer places; beyond its ends it goes on straight. */
function refinedLine(values: readonly number[]): number[] {
  const last = values.length - 1;
  const at = (i: number): number =>
    i < 0
      ? 2 * (values[0] as number) - (values[1] as number)
      : i > last
        ? 2 * (values[last] as number) - (values[last - 1] as number)
        : (values[i] as number);
  return Array.from({ length: last * finer + 1 }, (_, i) => {
    const left = Math.min(last - 1, Math.floor(i / finer));
    return between([at(left - 1), at(left), at(left + 1), at(left + 2)], i / finer - left);
  });
}

/** A smooth field between the places where it was measured. */
export function refined({ xs, ys, values }: PlaneFigure["field"]): PlaneFigure["field"] {
  const width = xs.length;
  const rows = ys.map((_, row) => refinedLine(Array.from(values).slice(row * width, (row + 1) * width)));
  const columns = (rows[0] ?? []).map((_, column) => refinedLine(rows.map((row) => row[column] as number)));
  const finerYs = refinedLine(ys);
  return {
    xs: refinedLine(xs),
    ys: finerYs,
    values: Float64Array.from(finerYs.flatMap((_, row) => columns.map((column) => column[row] as number))),
  };
}
