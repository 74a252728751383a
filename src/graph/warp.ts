import { constant } from "./leaves.ts";
import { concat, expand, gridSample, mul, reshape } from "./ops/index.ts";
import type { Tensor } from "./tensor.ts";

/** Places in images in pixels from their centres, each of a shape that spreads to `[batch, height, width]`. */
export interface Place2d {
  readonly across: Tensor;
  readonly down: Tensor;
}

/** The centres of pixels along an axis, counted from its middle. */
const centres = (size: number, shape: readonly number[]): Tensor =>
  constant(
    Array.from({ length: size }, (_, i) => i + 0.5 - size / 2),
    shape,
  );

/**
 * Images x `[batch, channels, height, width]` whose pixels are read, linearly between pixels, where `source` says for the
 * place of each; zeros beyond the edges.
 */
export function warp(x: Tensor, source: (place: Place2d) => Place2d): Tensor {
  const [batch = 1, , height = 1, width = 1] = x.shape;
  const { across, down } = source({
    across: centres(width, [1, 1, width]),
    down: centres(height, [1, height, 1]),
  });
  const coordinate = (t: Tensor, size: number): Tensor =>
    reshape(expand(mul(t, 2 / size), [batch, height, width]), [batch, height, width, 1]);
  return gridSample(x, concat([coordinate(across, width), coordinate(down, height)], 3));
}
