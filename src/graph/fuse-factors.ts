// Factors of large tensors: each is a pass over them, so that small factors are multiplied with each other first.
import { abs, clip, mul, neg } from "./ops/index.ts";
import { is, type IsOwn, type Rule } from "./rules.ts";
import { sizeOf, sourceOf, type Tensor } from "./tensor.ts";

const size = (t: Tensor): number => sizeOf(t.shape);

/** A product as its smaller and its larger factor, where one of them is as large as the product and the other is not. */
function unevenParts(t: Tensor): readonly [small: Tensor, large: Tensor] | undefined {
  if (!is(t, "mul") || t.dataType !== "float32") return undefined;
  const [a, b] = [sourceOf(t, 0), sourceOf(t, 1)];
  if (size(a) < size(b) && size(b) === size(t)) return [a, b];
  return size(b) < size(a) && size(a) === size(t) ? [b, a] : undefined;
}

/** So large that its product with any number that is not all but 0 is cut off at a bound. */
const steep = 2 ** 100;

/** s · sign(x): the engine's own signs take four times as long as this line cut off at −s and s. */
function scaledSign(x: Tensor, scalar: Tensor): Tensor {
  const limit = abs(scalar);
  return clip(mul(x, mul(scalar, steep)), neg(limit), limit);
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
