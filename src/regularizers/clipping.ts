// Making things that are too long shorter, and leaving the others bit for bit as they are.
import {
  add,
  cast,
  clip,
  constant,
  div,
  equal,
  greater,
  max,
  maxAlong,
  min,
  minAlong,
  neg,
  sizeOf,
  sqrt,
  square,
  sub,
  sum,
  type Tensor,
  where,
} from "../graph/index.ts";

/** The norm of all numbers of some tensors together, a scalar. */
export const normOf = (tensors: readonly Tensor[]): Tensor =>
  sqrt(tensors.map((t) => sum(square(t))).reduce((a, b) => add(a, b), constant(0)));

/** What something of a norm is multiplied with to be no longer than `limit`: 1 where it is short enough, or 0 itself. */
export const factorWithin = (norm: Tensor, limit: Tensor): Tensor => min(div(limit, norm), 1);

/** The numbers of a tensor, each no further from 0 than `limit`, and how many of them were. */
export interface Limited {
  readonly limited: Tensor;
  readonly count: Tensor;
}

/** How many numbers of two tensors differ, a scalar. */
const differences = (a: Tensor, b: Tensor): Tensor => sub(sizeOf(a.shape), sum(cast(equal(a, b), "float32")));

/** From so many numbers on it is worth looking first whether any of them is beyond the limit: at most steps none is. */
const manyNumbers = 2 ** 15;

export function limitedTo(x: Tensor, limit: Tensor): Limited {
  const within = clip(x, neg(limit), limit);
  if (sizeOf(x.shape) < manyNumbers) return { limited: within, count: differences(x, within) };
  const isBeyond = greater(max(maxAlong(x), neg(minAlong(x))), limit);
  const limited = where(isBeyond, within, x);
  return { limited, count: where(isBeyond, differences(x, limited), constant(0)) };
}

/** The share of numbers for which something holds, a scalar; `tests` are bool. */
function shareOf(tests: readonly Tensor[]): Tensor {
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
