import { bug } from "../../base/index.ts";

/** A place on the sheet: x to the right, y downward. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

interface Knot extends Point {
  /** Whether the curve turns sharply here. */
  readonly corner: boolean;
}

export type Stroke = readonly Knot[];

/** A stroke from text such as `"14 12, 82 10 /, 42 96"`; percentages become shares of 1. */
export function parseStroke(text: string): Stroke {
  return text.split(",").map((part) => {
    const [x, y, mark] = part.trim().split(/\s+/);
    if (Number.isNaN(Number(x)) || Number.isNaN(Number(y))) bug(`not a stroke: ${text}`);
    return { x: Number(x) / 100, y: Number(y) / 100, corner: mark === "/" };
  });
}

/** Parts into which a span between two knots is cut. */
const steps = 5;

/** The points of a Catmull-Rom curve through the knots, broken at corners. */
export function flatten(stroke: Stroke): Point[] {
  const points: Point[] = stroke.slice(0, 1).map(({ x, y }) => ({ x, y }));
  for (let i = 0; i + 1 < stroke.length; i++) {
    const from = stroke[i] as Knot;
    const to = stroke[i + 1] as Knot;
    const before = from.corner ? from : (stroke[i - 1] ?? from);
    const after = to.corner ? to : (stroke[i + 2] ?? to);
    for (let step = 1; step <= steps; step++) {
      const t = step / steps;
      points.push({
        x: between(before.x, from.x, to.x, after.x, t),
        y: between(before.y, from.y, to.y, after.y, t),
      });
    }
  }
  return points;
}

// oxlint-disable-next-line max-params -- the four ordinates of one formula
function between(before: number, from: number, to: number, after: number, t: number): number {
  const slope = to - before;
  const curve = 2 * before - 5 * from + 4 * to - after;
  const twist = 3 * (from - to) + after - before;
  return from + 0.5 * t * (slope + t * (curve + t * twist));
}
