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

/** The share of numbers for which something holds, a scalar; `tests` are bool. */
export function shareOf(tests: readonly Tensor[]): Tensor {
  const held = tests.map((test) => sum(cast(test, "float32")));
  const all = tests.reduce((total, { shape }) => total + sizeOf(shape), 0);
  return div(
    held.reduce((a, b) => add(a, b), constant(0)),
    all,
  );
}

/** The share of some sizes that exceed their limits, a scalar. */
export const shareBeyond = (pairs: readonly { readonly size: Tensor; readonly limit: Tensor }[]): Tensor =>
  shareOf(pairs.map(({ size, limit }) => greater(size, limit)));
