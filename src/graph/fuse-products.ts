// An update such as w − η · xᵀδ is a product and two passes over a large matrix. Gemm adds to a third matrix for free, so
// the product takes the update in: η moves to the smaller factor, and the passes are gone. Sums over rows are products too.
import { constant } from "./leaves.ts";
import { add, mul, reshape, sub, transpose, matmul } from "./ops/index.ts";
import { scaledBy, unevenParts } from "./fuse-factors.ts";
import { accumulate, isMatrixProduct, type Transposes } from "./ops/matmul.ts";
import { is, type IsOwn, type Rule } from "./rules.ts";
import { sameShape, type Shape, sizeOf, sourceOf, type Tensor } from "./tensor.ts";

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

/** A product one of whose factors is scaled, with the scalar at the other factor where that is smaller. */
export const fuseScaledFactor: Rule = (t, isOwn) => {
  if (!isMatrixProduct(t) && !is(t, "affine")) return undefined;
  const [a, b, ...added] = t.sources as [Tensor, Tensor, ...Tensor[]];
  const [large, small] = sizeOf(a.shape) > sizeOf(b.shape) ? [a, b] : [b, a];
  const isUneven = sizeOf(small.shape) < sizeOf(large.shape);
  const parts = isUneven && isOwn(large) ? scaledParts(large) : undefined;
  if (!parts) return undefined;
  const scaled = mul(small, parts[0]);
  const sources = large === a ? [parts[1], scaled, ...added] : [scaled, parts[1], ...added];
  return isMatrixProduct(t) ? transposedOnce({ ...t, sources }) : { ...t, sources };
};

/** A scaled product, the scalar in its smaller factor. */
export const fuseScaledProduct: Rule = (t, isOwn) => {
  const [scalar, rest] = scaledParts(t) ?? [];
  return scalar && rest && isOwn(rest) && isMatrixProduct(rest)
    ? scaledProduct(transposedOnce(rest), scalar)
    : undefined;
};

const flat = (t: Tensor): Shape => [sizeOf(t.shape)];

/** `x + factor · term` where a sum over leading axes, or a matrix product, takes `x` in. */
function accumulated(x: Tensor, term: Tensor, [factor, isOwn]: readonly [1 | -1, IsOwn]): Tensor | undefined {
  if (!isOwn(term) || !sameShape(x.shape, term.shape)) return undefined;
  if (isMatrixProduct(term)) return accumulate(x, transposedOnce(term), factor);
  const product = is(term, "reshape") ? sourceOf(term) : term;
  if (isMatrixProduct(product) && isOwn(product))
    return reshape(accumulate(reshape(x, product.shape), transposedOnce(product), factor), x.shape);
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

const takesOthersIn = (t: Tensor): boolean => isMatrixProduct(t) || summedRows(t) !== undefined;

/** A term s · rest of an update; `scalar` is absent where it is 1. */
interface Term {
  readonly scalar?: Tensor;
  readonly rest: Tensor;
}

const times = (a: Tensor | undefined, b: Tensor): Tensor => (a ? mul(a, b) : b);

/** The terms of what is subtracted from a tensor: sums taken apart, scalars together. */
function termsOf({ scalar, rest }: Term, shape: Shape, isOwn: IsOwn): Term[] {
  if (!isOwn(rest)) return [{ ...(scalar && { scalar }), rest }];
  const isSum = is(rest, "add") && rest.sources.every((source) => sameShape(source.shape, shape));
  if (isSum)
    return rest.sources.flatMap((source) =>
      termsOf({ ...(scalar && { scalar }), rest: source }, shape, isOwn),
    );
  const scaled = scaledParts(rest);
  return scaled
    ? termsOf({ scalar: times(scalar, scaled[0]), rest: scaled[1] }, shape, isOwn)
    : [{ ...(scalar && { scalar }), rest }];
}

/** An update as what it starts from and all that one subtraction after another takes off it. */
function unrolled(t: Tensor, isOwn: IsOwn): { readonly start: Tensor; readonly terms: readonly Term[] } {
  const [x, change] = [sourceOf(t, 0), sourceOf(t, 1)];
  const terms = termsOf({ rest: change }, t.shape, isOwn);
  if (!is(x, "sub") || !isOwn(x) || !sameShape(sourceOf(x).shape, t.shape)) return { start: x, terms };
  const before = unrolled(x, isOwn);
  return { start: before.start, terms: [...before.terms, ...terms] };
}

/** `x − s · rest` for one term of an update. */
function subtractTerm(x: Tensor, { scalar, rest }: Term, isOwn: IsOwn): Tensor {
  if (!scalar) return accumulated(x, rest, [-1, isOwn]) ?? sub(x, rest);
  const product =
    isMatrixProduct(rest) && isOwn(rest) ? scaledProduct(transposedOnce(rest), scalar) : undefined;
  return product ? accumulate(x, product, -1) : sub(x, scaledBy(rest, scalar, isOwn));
}

/** What a term takes of what it is taken off, as a factor that is smaller: for a matrix one number, or one for each column. */
function shareOf({ scalar, rest }: Term, start: Tensor, isOwn: IsOwn): Tensor | undefined {
  if (rest === start) return scalar;
  const [factor, whole] = (isOwn(rest) ? unevenParts(rest) : undefined) ?? [];
  return factor && whole === start ? times(scalar, factor) : undefined;
}

/** A tensor less some shares of itself, as one product. */
function shrunk(start: Tensor, shares: readonly Tensor[]): Tensor {
  return shares.length === 0
    ? start
    : mul(
        start,
        sub(
          1,
          shares.reduce((a, b) => add(a, b)),
        ),
      );
}

/** `x − s · (p + q) − r`: shares of x itself as one factor, the products last, so that all before them is what they add to. */
export const fuseUpdate: Rule = (t, isOwn) => {
  if (!is(t, "sub") || !sameShape(sourceOf(t).shape, t.shape)) return undefined;
  const { start, terms } = unrolled(t, isOwn);
  const [shares, others]: [Tensor[], Term[]] = [[], []];
  for (const term of terms) {
    const share = shareOf(term, start, isOwn);
    const [first] = shares.filter(({ shape }) => shape.length > 0);
    // Shares of different shapes may spread to one as large as x together.
    if (share && (share.shape.length === 0 || !first || sameShape(share.shape, first.shape)))
      shares.push(share);
    else others.push(term);
  }
  const ordered = others.toSorted((a, b) => Number(takesOthersIn(a.rest)) - Number(takesOthersIn(b.rest)));
  return ordered.reduce((value, term) => subtractTerm(value, term, isOwn), shrunk(start, shares));
};

/** An update in another shape: a product that it ends in is reshaped once. */
export const fuseReshaped: Rule = (t, isOwn) => {
  if (!is(t, "reshape") || !isOwn(sourceOf(t))) return undefined;
  const update = fuseUpdate(sourceOf(t), isOwn);
  return update && is(update, "reshape") ? reshape(update, t.shape) : undefined;
};
