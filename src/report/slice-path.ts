// Where the minimum of a slice goes as a penalty grows.
import { extent } from "d3-array";
import type { PlaneFigure } from "../draw/index.ts";
import { type Place, refined } from "./weight-space.ts";

type Field = PlaneFigure["field"];

/** How many strengths are tried, and over how many powers of ten on both sides of where loss and penalty weigh alike. */
const [strengths, powers] = [81, 3];

/** Where a number lies among rising places: the place before it, and the share of the way to the next. */
function between(places: readonly number[], value: number): readonly [at: number, share: number] {
  const last = places.length - 1;
  const step = ((places[last] as number) - (places[0] as number)) / last;
  const exact = Math.min(last, Math.max(0, (value - (places[0] as number)) / step));
  const at = Math.min(last - 1, Math.floor(exact));
  return [at, exact - at];
}

/** A field of evenly spaced places between these, linear along each axis. */
export function valueIn({ xs, ys, values }: Field, x: number, y: number): number {
  const [column, right] = between(xs, x);
  const [row, up] = between(ys, y);
  const along = (line: number): number => {
    const from = line * xs.length + column;
    return (1 - right) * (values[from] as number) + right * (values[from + 1] as number);
  };
  return (1 - up) * along(row) + up * along(row + 1);
}

const spread = (values: ArrayLike<number>): number => {
  const [least = 0, most = 0] = extent(Array.from(values).filter(Number.isFinite));
  return most - least;
};

/**
 * The place of the least `loss + s · penalty` for rising `s`, from no penalty to one that outweighs the loss: what becomes of two
 * weights while all others stay. Places that follow each other differ.
 */
export function minimumPath(losses: Field, penaltyAt: (x: number, y: number) => number): readonly Place[] {
  const { xs, ys, values } = refined(refined(losses));
  const places = ys.flatMap((y) => xs.map((x): Place => [x, y]));
  const penalties = places.map(([x, y]) => penaltyAt(x, y));
  const even = spread(values) / (spread(penalties) || 1);
  const factors = Array.from(
    { length: strengths },
    (_, i) => even * 10 ** (powers * ((2 * i) / (strengths - 1) - 1)),
  );
  const path: Place[] = [];
  for (const factor of [0, ...factors]) {
    let [least, at] = [Infinity, 0];
    penalties.forEach((penalty, i) => {
      const total = (values[i] as number) + factor * penalty;
      if (total < least) [least, at] = [total, i];
    });
    const place = places[at] as Place;
    if (place !== path.at(-1)) path.push(place);
  }
  return path;
}
