// Factors of large tensors: each is a pass over them, so that small factors are multiplied with each other first.
import { constant } from "./leaves.ts";
import { abs, clip, mul, neg } from "./ops/index.ts";
import { is, type IsOwn, type Rule } from "./rules.ts";
import { sizeOf, sourceOf, type Tensor } from "./tensor.ts";

const size = (t: Tensor): number => sizeOf(t.shape);

/** A product as its smaller and its larger factor, where one of them is as large as the product and the other is not. */
export function unevenParts(t: Tensor): readonly [small: Tensor, large: Tensor] | undefined {
  if (!is(t, "mul") || t.dataType !== "float32") return undefined;
  const [a, b] = [sourceOf(t, 0), sourceOf(t, 1)];
  if (size(a) < size(b) && size(b) === size(t)) return [a, b];
  return size(b) < size(a) && size(a) === size(t) ? [b, a] : undefined;
}

/** The inverse of the smallest normal number: its product with any other one is cut off at a bound of 1. */
const steep = 2 ** 126;
/** The largest finite float32; a slope of infinity would make NaN of 0. */
const steepest = (2 - 2 ** -23) * 2 ** 127;

/**
 * s · sign(x): the engine's own signs take four times as long as this line cut off at −s and s. It is exact for all normal
 * numbers where |s| < 4, and for |x| ≥ |s| · 2^−127 beyond; smaller ones have a part of s.
 */
function scaledSign(x: Tensor, scalar: Tensor): Tensor {
  const limit = abs(scalar);
  const slope = clip(mul(scalar, steep), constant(-steepest), constant(steepest));
  return clip(mul(x, slope), neg(limit), limit);
}

/** A tensor times a smaller factor, in as few passes over the tensor as there can be. */
export function scaledBy(x: Tensor, factor: Tensor, isOwn: IsOwn): Tensor {
  if (is(x, "sign") && factor.shape.length === 0 && isOwn(x)) return scaledSign(sourceOf(x), factor);
  const parts = isOwn(x) ? unevenParts(x) : undefined;
  if (!parts) return mul(factor, x);
  const together = mul(parts[0], factor);
  return size(together) < size(x) ? mul(together, parts[1]) : mul(factor, x);
}

export const fuseScaled: Rule = (t, isOwn) => {
  const parts = unevenParts(t);
  if (!parts || !isOwn(parts[1])) return undefined;
  const [factor, x] = parts;
  return is(x, "sign") || unevenParts(x) ? scaledBy(x, factor, isOwn) : undefined;
};
