import type { Stream } from "../../base/index.ts";
import { flatten, type Point, type Stroke } from "./strokes.ts";

/** A curve drawn with a pen: its points in pixels and the pen's radius at each. */
export interface Line {
  readonly points: readonly Point[];
  readonly radii: readonly number[];
}

/** How far the hand strays from the template. Lengths are shares of the digit's height, angles radians. */
const spread = { knot: 0.03, warp: 0.06, slant: 0.28, rotation: 0.15, aspect: 0.22, size: 0.06, place: 0.7 };
/** The longer side of a digit, in pixels, as in MNIST's 20 × 20 box. */
const boxSide = 19;
const pen = { radius: 1.25, spread: 0.28, least: 0.7, most: 2.4, pressure: 0.12 };

/**
 * One handwritten rendition of some strokes: knots strayed, warped, slanted, rotated, fitted into MNIST's box, and centred
 * by mass on a sheet of `side` pixels.
 */
export function write(strokes: readonly Stroke[], side: number, { normal, uniform }: Stream): Line[] {
  const bend = warp(uniform, normal);
  const slant = 0.08 + spread.slant * normal();
  const angle = spread.rotation * normal();
  const aspect = Math.exp(spread.aspect * normal());
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const place = (point: Point): Point => {
    const { x, y } = bend(point);
    const u = (x - 0.5) * aspect - slant * (y - 0.5);
    return { x: cos * u - sin * (y - 0.5), y: sin * u + cos * (y - 0.5) };
  };
  const curves = strokes.map((stroke) =>
    flatten(
      stroke.map(({ x, y, corner }) => ({
        x: x + spread.knot * normal(),
        y: y + spread.knot * normal(),
        corner,
      })),
    ).map(place),
  );
  const radius = Math.min(pen.most, Math.max(pen.least, pen.radius * Math.exp(pen.spread * normal())));
  const fitted = fit(curves, side, { scale: 1 + spread.size * normal(), margin: radius, normal });
  return fitted.map((points) => ({ points, radii: pressures(points.length, radius, { normal, uniform }) }));
}

/** A smooth displacement of the unit square: one slow wave for each axis. */
function warp(uniform: () => number, normal: () => number): (point: Point) => Point {
  const wave = () => {
    const [a, b, phase, height] = [
      3 * normal(),
      3 * normal(),
      2 * Math.PI * uniform(),
      spread.warp * normal(),
    ];
    return ({ x, y }: Point): number => height * Math.sin(a * x + b * y + phase);
  };
  const [horizontal, vertical] = [wave(), wave()];
  return (point) => ({ x: point.x + horizontal(point), y: point.y + vertical(point) });
}

interface Fitting {
  readonly scale: number;
  /** The pen's radius, which widens the drawing beyond its points. */
  readonly margin: number;
  readonly normal: () => number;
}

function fit(
  curves: readonly (readonly Point[])[],
  side: number,
  { scale, margin, normal }: Fitting,
): Point[][] {
  const all = curves.flat();
  const width = extent(all.map(({ x }) => x));
  const height = extent(all.map(({ y }) => y));
  const factor = ((boxSide - 2 * margin) / Math.max(width, height, 0.1)) * scale;
  const { x, y } = centre(curves);
  const [left, top] = [side / 2 + spread.place * normal(), side / 2 + spread.place * normal()];
  return curves.map((points) =>
    points.map((point) => ({ x: left + (point.x - x) * factor, y: top + (point.y - y) * factor })),
  );
}

const extent = (values: readonly number[]): number => Math.max(...values) - Math.min(...values);

/** The centre of mass of the lines. */
function centre(curves: readonly (readonly Point[])[]): Point {
  let [mass, x, y] = [0, 0, 0];
  for (const points of curves) {
    for (let i = 1; i < points.length; i++) {
      const [from, to] = [points[i - 1] as Point, points[i] as Point];
      const length = Math.hypot(to.x - from.x, to.y - from.y);
      mass += length;
      x += (length * (from.x + to.x)) / 2;
      y += (length * (from.y + to.y)) / 2;
    }
  }
  return { x: x / mass, y: y / mass };
}

/** The pen's radius along a stroke: one slow wave of pressure. */
function pressures(
  length: number,
  radius: number,
  { normal, uniform }: Pick<Stream, "normal" | "uniform">,
): number[] {
  const [height, rate, phase] = [pen.pressure * normal(), 3 + 3 * uniform(), 2 * Math.PI * uniform()];
  return Array.from({ length }, (_, i) => radius * (1 + height * Math.sin((rate * i) / length + phase)));
}
