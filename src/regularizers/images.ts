// What changes of images have in common: a draw for each example, and nothing at all where the strength is 0.
import { greater, mul, type Place2d, reshape, sub, type Tensor, warp, where } from "../graph/index.ts";
import { type Live, live, type Tools } from "../seams/index.ts";

/** How far a factor around 1, which pixels are multiplied with, may be from it. */
export const factorRange = (symbol: string): Live =>
  live({
    symbol,
    description: "Largest change of the factor.",
    min: 0,
    max: 1,
    default: 0.2,
    off: 0,
    search: { from: 0.05, to: 0.8, scale: "linear" },
  });

/** One number for each example, uniform from `-limit` to `limit`, of a shape that spreads over `rank` axes. */
export function drawWithin(
  limit: Tensor,
  x: Tensor,
  { uniform, rank }: Pick<Tools, "uniform"> & { rank: number },
): Tensor {
  const batch = x.shape[0] as number;
  const drawn = mul(sub(mul(uniform([batch]), 2), 1), limit);
  return reshape(drawn, [batch, ...Array.from({ length: rank - 1 }, () => 1)]);
}

/** Images read at other places. Reading between pixels rounds, so that a strength of 0 leaves them out of it. */
export const warped = (x: Tensor, strength: Tensor, source: (place: Place2d) => Place2d): Tensor =>
  where(greater(strength, 0), warp(x, source), x);
