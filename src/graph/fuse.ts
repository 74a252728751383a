// An update such as w − η · xᵀδ is a product and two passes over a large matrix. Gemm adds to a third matrix for free, so
// the product takes the update in: η moves to the smaller factor, and the passes are gone.
import { accumulate, isMatrixProduct, type Transposes } from "./ops/matmul.ts";
import { matmul, mul, sub, transpose } from "./ops/index.ts";
import { sameShape, sizeOf, sourceOf, type Tensor } from "./tensor.ts";
import { topological } from "./walk.ts";

const is = (t: Tensor, name: string): boolean => t.op.name === name;

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
function transposedOnce(product: Tensor): Tensor {
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

/** Where the graph may be rewritten: a value that others need too must stay as it is. */
type IsOwn = (t: Tensor) => boolean;

/** `x + product`, or `product + x`. */
function fuseSum(t: Tensor, isOwn: IsOwn): Tensor | undefined {
  if (!is(t, "add")) return undefined;
  const [a, b] = [sourceOf(t, 0), sourceOf(t, 1)];
  const product = [b, a].find((x) => isMatrixProduct(x) && isOwn(x) && sameShape(x.shape, t.shape));
  const other = product === a ? b : a;
  return product && sameShape(other.shape, t.shape)
    ? accumulate(other, transposedOnce(product), 1)
    : undefined;
}

/** `x − s · rest` for one term `rest` of an update. */
function subtractTerm(x: Tensor, scalar: Tensor, rest: Tensor, isOwn: IsOwn): Tensor {
  const inner = scaledParts(rest);
  if (inner && inner[1] === x) return mul(x, sub(1, mul(scalar, inner[0])));
  const product =
    isMatrixProduct(rest) && isOwn(rest) ? scaledProduct(transposedOnce(rest), scalar) : undefined;
  return product ? accumulate(x, product, -1) : sub(x, mul(scalar, rest));
}

/** `x − s · (p + q)`, the products last, so that everything before them is what they add to. */
function fuseUpdate(t: Tensor, isOwn: IsOwn): Tensor | undefined {
  if (!is(t, "sub")) return undefined;
  const [x, change] = [sourceOf(t, 0), sourceOf(t, 1)];
  const parts = isOwn(change) ? scaledParts(change) : undefined;
  if (!parts || !sameShape(x.shape, t.shape) || x.shape.length !== 2) return undefined;
  const [scalar, rest] = parts;
  const isSplit =
    is(rest, "add") && isOwn(rest) && rest.sources.every(({ shape }) => sameShape(shape, x.shape));
  const terms = isSplit ? [...rest.sources] : [rest];
  const ordered = terms.toSorted((a, b) => Number(isMatrixProduct(a)) - Number(isMatrixProduct(b)));
  return ordered.reduce((value, term) => subtractTerm(value, scalar, term, isOwn), x);
}

/**
 * The same values with sums and scaled differences folded into the matrix products they end in, and large transposes
 * made once. Results differ in rounding only.
 * @returns the roots, in order.
 */
export function fuse(roots: readonly Tensor[]): Tensor[] {
  const order = topological(roots);
  const uses = new Map<Tensor, number>(roots.map((root) => [root, 1]));
  for (const source of order.flatMap(({ sources }) => sources)) uses.set(source, (uses.get(source) ?? 0) + 1);
  const isOwn: IsOwn = (t) => uses.get(t) === 1;
  const result = new Map<Tensor, Tensor>();
  for (const t of order) {
    // Patterns are read off the original graph; what they are made of is replaced on the way down.
    const rewritten =
      fuseUpdate(t, isOwn) ?? fuseSum(t, isOwn) ?? (isMatrixProduct(t) ? transposedOnce(t) : t);
    result.set(t, rewritten);
  }
  return resolve(roots, result);
}

/** Rewritten values with every reference to an old value replaced by its new one. */
function resolve(roots: readonly Tensor[], rewritten: ReadonlyMap<Tensor, Tensor>): Tensor[] {
  const target = (t: Tensor): Tensor => rewritten.get(t) ?? t;
  const done = new Map<Tensor, Tensor>();
  for (const t of topological(roots.map(target), ({ sources }) => sources.map(target))) {
    const sources = t.sources.map((source) => done.get(target(source)) as Tensor);
    done.set(t, sources.every((source, i) => source === t.sources[i]) ? t : { ...t, sources });
  }
  return roots.map((root) => done.get(target(root)) as Tensor);
}
