import { constant } from "./leaves.ts";
import { add, expand, max, min, mul, reshape, sub, takeAlong } from "./ops/index.ts";
import type { Shape, Tensor } from "./tensor.ts";

export interface Crop {
  /** int32 `[batch]`: the first row of each part. */
  readonly top: Tensor;
  /** int32 `[batch]`: the first column of each part. */
  readonly left: Tensor;
  /** int32 `[batch]`: 1 for parts that are turned from left to right, else 0. */
  readonly flipped?: Tensor;
}

const numbers = (size: number, shape: Shape): Tensor =>
  constant(
    Array.from({ length: size }, (_, i) => i),
    shape,
    "int32",
  );

/**
 * A part `[batch, channels, ...size]` of each image x `[batch, channels, height, width]`, at a place of its own. Whole rows
 * are taken first, then columns. Beyond its edges an image goes on as it is there.
 */
export function crop(
  x: Tensor,
  { top, left, flipped }: Crop,
  [rows, columns]: readonly [number, number],
): Tensor {
  const [batch = 0, channels = 0, height = 0, width = 0] = x.shape;
  const each = (t: Tensor): Tensor => reshape(t, [batch, 1, 1, 1]);
  const down = add(each(top), numbers(rows, [1, 1, rows, 1]));
  const across = numbers(columns, [1, 1, 1, columns]);
  // Turned round, column i becomes column last − i.
  const turned = flipped
    ? add(across, mul(each(flipped), sub(constant(columns - 1, [], "int32"), mul(across, 2))))
    : across;
  const inside = (places: Tensor, size: number): Tensor => min(max(places, 0), size - 1);
  const bands = takeAlong(x, expand(inside(down, height), [batch, channels, rows, width]), 2);
  const places = inside(add(each(left), turned), width);
  return takeAlong(bands, expand(places, [batch, channels, rows, columns]), 3);
}
