// Making things that are too long shorter, and leaving the others bit for bit as they are.
import { add, constant, div, min, sqrt, square, sum, type Tensor } from "../graph/index.ts";

/** The norm of all numbers of some tensors together, a scalar. */
export const normOf = (tensors: readonly Tensor[]): Tensor =>
  sqrt(tensors.map((t) => sum(square(t))).reduce((a, b) => add(a, b), constant(0)));

/** What something of a norm is multiplied with to be no longer than `limit`: 1 where it is short enough, or 0 itself. */
export const factorWithin = (norm: Tensor, limit: Tensor): Tensor => min(div(limit, norm), 1);
