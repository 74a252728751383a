// A loss ends in a chain of sums, signs and constant factors over ever smaller tensors. Each is an operation of its own
// for the engine, and for a small net as dear as a layer: one sum over everything and one factor say the same.
import { isConstant } from "./leaves.ts";
import { mul, sum } from "./ops/index.ts";
import { is, type Rule } from "./rules.ts";
import { sourceOf, type Tensor } from "./tensor.ts";

/** One link of a chain that ends in a scalar: the next tensor down the chain, and the factor that the link brings. */
function link(t: Tensor): readonly [rest: Tensor, factor: number] | undefined {
  if (is(t, "neg")) return [sourceOf(t), -1];
  if (is(t, "sum")) return [sourceOf(t), 1];
  if (!is(t, "mul")) return undefined;
  const [a, b] = [sourceOf(t, 0), sourceOf(t, 1)];
  const [number, rest] = isConstant(a) ? [a, b] : [b, a];
  return isConstant(number) && number.shape.length === 0
    ? [rest, number.attributes.values[0] as number]
    : undefined;
}

/** A scalar made by sums, signs and constant factors as one sum and one factor. */
export const fuseFactors: Rule = (t, isOwn) => {
  if (t.shape.length > 0 || t.dataType !== "float32") return undefined;
  let [rest, factor, links] = [t, 1, 0];
  for (let next = link(t); next; next = isOwn(rest) ? link(rest) : undefined) {
    rest = next[0];
    factor *= next[1];
    links++;
  }
  const isLonger = links > Number(rest.shape.length > 0) + Number(factor !== 1);
  return isLonger ? mul(sum(rest), factor) : undefined;
};
