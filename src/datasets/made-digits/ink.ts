import type { Point } from "./strokes.ts";
import type { Line } from "./hand.ts";

/**
 * Adds lines to a sheet: `[side, side]` coverage 0 … 1, where overlapping lines take the larger. The edge of a line fades
 * over `softness` pixels.
 */
export function draw(lines: readonly Line[], sheet: Float32Array, side: number, softness: number): void {
  for (const { points, radii } of lines) {
    for (let i = 1; i < points.length; i++) {
      const radius = ((radii[i - 1] as number) + (radii[i] as number)) / 2;
      drawSegment([points[i - 1] as Point, points[i] as Point], sheet, side, { radius, softness });
    }
  }
}

function drawSegment(
  [from, to]: readonly [Point, Point],
  sheet: Float32Array,
  side: number,
  { radius, softness }: { radius: number; softness: number },
): void {
  const reach = radius + softness / 2;
  const right = pixel(Math.max(from.x, to.x) + reach, side);
  const bottom = pixel(Math.max(from.y, to.y) + reach, side);
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const squared = dx * dx + dy * dy || 1;
  for (let row = pixel(Math.min(from.y, to.y) - reach, side); row <= bottom; row++) {
    for (let column = pixel(Math.min(from.x, to.x) - reach, side); column <= right; column++) {
      const [px, py] = [column + 0.5 - from.x, row + 0.5 - from.y];
      const along = Math.min(1, Math.max(0, (px * dx + py * dy) / squared));
      const [ex, ey] = [px - along * dx, py - along * dy];
      const coverage = (reach - Math.sqrt(ex * ex + ey * ey)) / softness;
      const at = row * side + column;
      if (coverage > (sheet[at] as number)) sheet[at] = Math.min(1, coverage);
    }
  }
}

/** The pixel of a place, or the nearest one on the sheet. */
const pixel = (place: number, side: number): number => Math.min(side - 1, Math.max(0, Math.floor(place)));
