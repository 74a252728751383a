// Making things that are too long shorter, and leaving the others bit for bit as they are.
import {
  add,
  cast,
  constant,
  div,
  greater,
  min,
  sizeOf,
  sqrt,
  square,
  sum,
  type Tensor,
} from "../graph/index.ts";

/** The norm of all numbers of some tensors together, a scalar. */
export const normOf = (tensors: readonly Tensor[]): Tensor =>
  sqrt(tensors.map((t) => sum(square(t))).reduce((a, b) => add(a, b), constant(0)));

/** What something of a norm is multiplied with to be no longer than `limit`: 1 where it is short enough, or 0 itself. */
export const factorWithin = (norm: Tensor, limit: Tensor): Tensor => min(div(limit, norm), 1);

/** The share of some sizes that exceed their limits, a scalar. */
export function shareBeyond(pairs: readonly { readonly size: Tensor; readonly limit: Tensor }[]): Tensor {
  const beyond = pairs.map(({ size, limit }) => sum(cast(greater(size, limit), "float32")));
  const all = pairs.reduce((total, { size }) => total + sizeOf(size.shape), 0);
  return div(
    beyond.reduce((a, b) => add(a, b), constant(0)),
    all,
  );
}
