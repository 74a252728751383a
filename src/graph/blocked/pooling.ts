import { concat, equal, reshape, slice, sub, where } from "../ops/index.ts";
import { constant } from "../leaves.ts";
import type { Sliding } from "../ops/windows.ts";
import { sizeOf, sourceOf, type Tensor } from "../tensor.ts";
import type { Lowering } from "./context.ts";
import { blockedPool, blockedUpsample } from "./rows.ts";

const lowerPool =
  (kind: "max" | "average"): Lowering =>
  (t, context) => {
    const x = sourceOf(t);
    if (x.shape.length !== 4 || !context.isBlocked(x)) return undefined;
    const { block } = context;
    return { blocked: blockedPool(context.blocked(x), { ...(t.attributes as Sliding), kind, block }) };
  };

export const lowerMaxPool = lowerPool("max");
export const lowerAveragePool = lowerPool("average");

export const lowerUpsample: Lowering = (t, context) => {
  const x = sourceOf(t);
  if (x.shape.length !== 4 || !context.isBlocked(x)) return undefined;
  const { factors } = t.attributes as { readonly factors: readonly number[] };
  return { blocked: blockedUpsample(context.blocked(x), factors, context.block) };
};

/** Whether the windows tile the image. */
const tiles = (t: Tensor, { kernel, stride, padding }: Sliding): boolean =>
  kernel.every((size, axis) => size === stride[axis] && (t.shape[axis + 2] as number) % size === 0) &&
  padding.flat().every((width) => width === 0);

/**
 * The gradient of max pooling over tiles. Position by position of the window, what equals the largest takes the gradient
 * that is left, so that it goes to the first of equal ones; the last position takes the rest.
 */
export const lowerUnpool: Lowering = (t, context) => {
  const windows = t.attributes as Sliding;
  const [dy, x] = [sourceOf(t, 0), sourceOf(t, 1)];
  if (t.shape.length !== 4 || !context.isBlocked(x) || !tiles(x, windows)) return undefined;
  const { block } = context;
  const image = context.blocked(x);
  const largest = blockedPool(image, { ...windows, kind: "max", block });
  const [batch = 0, channels = 0, height = 0, width = 0] = largest.shape;
  const [rows = 1, columns = 1] = windows.kernel;
  const groups = (batch * channels * height) / block;
  const flat = [groups, width, block];
  const tiled = reshape(image, [groups, rows, width, columns, block]);
  const [top, zero] = [reshape(largest, flat), constant(0)];
  const parts: Tensor[] = [];
  let left = reshape(context.blocked(dy), flat);
  for (let position = 0; position < sizeOf(windows.kernel) - 1; position++) {
    const [row, column] = [Math.floor(position / columns), position % columns];
    const own = slice(slice(tiled, 1, row, row + 1), 3, column, column + 1);
    const taken = where(equal(reshape(own, flat), top), left, zero);
    parts.push(taken);
    left = sub(left, taken);
  }
  parts.push(left);
  const spread = Array.from({ length: rows }, (_, row) => {
    const line = parts.slice(row * columns, (row + 1) * columns);
    return reshape(
      concat(
        line.map((part) => reshape(part, [groups, width, 1, block])),
        2,
      ),
      [groups, 1, width * columns * block],
    );
  });
  return { blocked: reshape(concat(spread, 1), image.shape) };
};
