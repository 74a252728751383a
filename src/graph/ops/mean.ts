import type { Tensor } from "../tensor.ts";
import { mul } from "./arithmetic.ts";
import { sum } from "./spread.ts";

/** The mean over some axes (all by default); `keepAxes` leaves them with size 1. */
export function mean(
  x: Tensor,
  axes: readonly number[] = x.shape.map((_, axis) => axis),
  keepAxes = false,
): Tensor {
  const count = axes.reduce((product, axis) => product * (x.shape[axis] as number), 1);
  return mul(sum(x, axes, keepAxes), 1 / count);
}
