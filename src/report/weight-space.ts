// What every picture of a loss over two weights has in common.
import type { PlaneFigure } from "../draw/index.ts";

export type Place = readonly [x: number, y: number];

/** How to read the contours and the shape. */
export const readWeightSpace =
  "Along a contour the loss is the same, and along the coloured shape the penalty is: where the two touch, neither can fall without the other rising.";

/** Points along each axis. */
const side = 41;
/** Beyond what has to be seen, as a share of it. */
const room = 0.12;

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
