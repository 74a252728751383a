// An update such as w − η · xᵀδ is a product and two passes over a large matrix. Gemm adds to a third matrix for free, so
// the product takes the update in: η moves to the smaller factor, and the passes are gone. Sums over rows are products too.
import { constant } from "./leaves.ts";
import { mul, reshape, sub, transpose, matmul } from "./ops/index.ts";
import { accumulate, isMatrixProduct, type Transposes } from "./ops/matmul.ts";
import { sameShape, type Shape, sizeOf, sourceOf, type Tensor } from "./tensor.ts";

/** Where the graph may be rewritten: a value that others need too must stay as it is. */
export type IsOwn = (t: Tensor) => boolean;

/** A value to compute instead of another, if the rule applies. */
export type Rule = (t: Tensor, isOwn: IsOwn) => Tensor | undefined;

export const is = (t: Tensor, name: string): boolean => t.op.name === name;

/** A scaled tensor as its scalar factor and the rest. */
function scaledParts(t: Tensor): readonly [scalar: Tensor, rest: Tensor] | undefined {
  if (!is(t, "mul")) return undefined;
  const [a, b] = [sourceOf(t, 0), sourceOf(t, 1)];
  if (a.shape.length === 0 && b.shape.length > 0) return [a, b];
  return b.shape.length === 0 && a.shape.length > 0 ? [b, a] : undefined;
}

/**
 * A product aᵀ b of large matrices with the transpose made once, beforehand: inside the product it is made again for
 * every 128 columns of b. The sizes are where the one became faster than the other in measurements.
 */
export function transposedOnce(product: Tensor): Tensor {
  const { transposeA, transposeB } = product.attributes as Transposes;
  const [a, b] = [sourceOf(product, 0), sourceOf(product, 1)];
  const [inner = 0] = a.shape;
  const columns = product.shape.at(-1) ?? 0;
  if (!transposeA || inner < 64 || columns < 256) return product;
  return matmul(transpose(a, [1, 0]), b, false, transposeB);
}

/** A product with a scalar folded into its smaller factor, when that is smaller than the product itself. */
function scaledProduct(product: Tensor, scalar: Tensor): Tensor | undefined {
  const [a, b] = [sourceOf(product, 0), sourceOf(product, 1)];
  const isFirst = sizeOf(a.shape) < sizeOf(b.shape);
  const smaller = isFirst ? a : b;
  if (sizeOf(smaller.shape) >= sizeOf(product.shape)) return undefined;
  const scaled = mul(smaller, scalar);
  return { ...product, sources: isFirst ? [scaled, b] : [a, scaled] };
}

/** A sum over the leading axes as the matrix whose rows it adds up. */
function summedRows(t: Tensor): Tensor | undefined {
  if (!is(t, "sum")) return undefined;
  const x = sourceOf(t);
  const { axes } = t.attributes as { readonly axes: readonly number[] };
  const isLeading = axes.length < x.shape.length && axes.every((axis, i) => axis === i);
  if (!isLeading || x.dataType !== "float32") return undefined;
  return reshape(x, [sizeOf(x.shape.slice(0, axes.length)), sizeOf(x.shape.slice(axes.length))]);
}

/** The sum of a matrix's rows, each multiplied by `factor`: a vector times a matrix is far faster than a reduction. */
function rowProduct(matrix: Tensor, factor: 1 | -1): Tensor {
  const [rows = 1] = matrix.shape;
  return matmul(constant(new Float64Array(rows).fill(factor), [1, rows]), matrix);
}

const flat = (t: Tensor): Shape => [sizeOf(t.shape)];

/** `x + factor · term` where a sum over leading axes, or a matrix product, takes `x` in. */
function accumulated(x: Tensor, term: Tensor, [factor, isOwn]: readonly [1 | -1, IsOwn]): Tensor | undefined {
  if (!isOwn(term) || !sameShape(x.shape, term.shape)) return undefined;
  if (isMatrixProduct(term)) return accumulate(x, transposedOnce(term), factor);
  const matrix = summedRows(term);
  // The fast kernel for a single row has no factor: the sign is in the vector.
  return matrix && reshape(accumulate(reshape(x, flat(x)), rowProduct(matrix, factor), 1), x.shape);
}

/** `x + product`, or `product + x`. */
export const fuseSum: Rule = (t, isOwn) => {
  if (!is(t, "add")) return undefined;
  const [a, b] = [sourceOf(t, 0), sourceOf(t, 1)];
  return accumulated(a, b, [1, isOwn]) ?? accumulated(b, a, [1, isOwn]);
};

/** `x − s · rest` for one term `rest` of an update; `s` is absent where it is 1. */
function subtractTerm(
  x: Tensor,
  [scalar, rest]: readonly [Tensor | undefined, Tensor],
  isOwn: IsOwn,
): Tensor {
  const inner = scaledParts(rest);
  const times = (factor: Tensor): Tensor => (scalar ? mul(scalar, factor) : factor);
  if (inner && inner[1] === x) return mul(x, sub(1, times(inner[0])));
  if (!scalar) return accumulated(x, rest, [-1, isOwn]) ?? sub(x, rest);
  const product =
    isMatrixProduct(rest) && isOwn(rest) ? scaledProduct(transposedOnce(rest), scalar) : undefined;
  return product ? accumulate(x, product, -1) : sub(x, times(rest));
}

const takesOthersIn = (t: Tensor): boolean => isMatrixProduct(t) || summedRows(t) !== undefined;

/** `x − s · (p + q)`, the products last, so that everything before them is what they add to. */
export const fuseUpdate: Rule = (t, isOwn) => {
  if (!is(t, "sub")) return undefined;
  const [x, change] = [sourceOf(t, 0), sourceOf(t, 1)];
  if (!isOwn(change) || !sameShape(x.shape, t.shape)) return undefined;
  const [scalar, rest] = scaledParts(change) ?? [undefined, change];
  const isSplit =
    is(rest, "add") && isOwn(rest) && rest.sources.every(({ shape }) => sameShape(shape, x.shape));
  const terms = isSplit ? [...rest.sources] : [rest];
  const ordered = terms.toSorted((a, b) => Number(takesOthersIn(a)) - Number(takesOthersIn(b)));
  return ordered.reduce((value, term) => subtractTerm(value, [scalar, term], isOwn), x);
};
