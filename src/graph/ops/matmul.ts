import { broadcastPositions, broadcastShape, broadcastValues } from "../broadcast.ts";
import {
  node,
  type Operation,
  type Seen,
  sameShape,
  type Shape,
  sizeOf,
  sourceOf,
  type Tensor,
  type Values,
} from "../tensor.ts";
import { add, mul } from "./arithmetic.ts";
import { alike } from "./members.ts";
import { transpose } from "./rearrange.ts";
import { aligned, reshape } from "./spread.ts";

export interface Transposes {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

type Matrix = readonly [rows: number, columns: number];

function matrixOf(shape: Shape, transposed: boolean): Matrix {
  const [rows = 1, columns = 1] = shape.slice(-2);
  return transposed ? [columns, rows] : [rows, columns];
}

function productShape(a: Shape, b: Shape, { transposeA, transposeB }: Transposes): Shape {
  const [rows, inner] = matrixOf(a, transposeA);
  const [innerB, columns] = matrixOf(b, transposeB);
  if (a.length < 2 || b.length < 2 || inner !== innerB)
    throw new Error(
      `cannot multiply matrices [${a}]${transposeA ? "ᵀ" : ""} and [${b}]${transposeB ? "ᵀ" : ""}`,
    );
  return [...broadcastShape(a.slice(0, -2), b.slice(0, -2)), rows, columns];
}

/** One product of two matrices, each given by its numbers, where it starts there, and whether it is read transposed. */
function productAt(
  [a, startA]: readonly [Values, number],
  [b, startB]: readonly [Values, number],
  [rows, inner, columns]: readonly [number, number, number],
  { transposeA, transposeB }: Transposes,
): number[] {
  const at = (i: number, k: number): number => a[startA + (transposeA ? k * rows + i : i * inner + k)] ?? 0;
  const bt = (k: number, j: number): number =>
    b[startB + (transposeB ? j * inner + k : k * columns + j)] ?? 0;
  return Array.from({ length: rows * columns }, (_, position) => {
    const [i, j] = [Math.floor(position / columns), position % columns];
    let total = 0;
    for (let k = 0; k < inner; k++) total += at(i, k) * bt(k, j);
    return total;
  });
}

function productValues(sources: readonly Values[], y: Tensor<Transposes>): Values {
  const [a, b] = [sourceOf(y, 0), sourceOf(y, 1)];
  const [rows, inner] = matrixOf(a.shape, y.attributes.transposeA);
  const columns = y.shape.at(-1) as number;
  const batch = y.shape.slice(0, -2);
  const startsA = broadcastPositions(a.shape.slice(0, -2), batch);
  const startsB = broadcastPositions(b.shape.slice(0, -2), batch);
  const products = Array.from({ length: sizeOf(batch) }, (_, i) =>
    productAt(
      [sources[0] as Values, (startsA[i] as number) * rows * inner],
      [sources[1] as Values, (startsB[i] as number) * inner * columns],
      [rows, inner, columns],
      y.attributes,
    ),
  );
  return Float64Array.from(products.flat());
}

const asMatrix = (t: Tensor): Tensor => reshape(t, [sizeOf(t.shape.slice(0, -1)), t.shape.at(-1) as number]);

/** One matrix on the right of a whole batch: its gradient is one large product, not a sum of many small ones. */
function sharedGradients(dy: Tensor, a: Tensor, b: Tensor, transposeB: boolean): readonly Tensor[] {
  const [left, slope] = [asMatrix(a), asMatrix(dy)];
  return [
    reshape(matmul(slope, b, false, !transposeB), a.shape),
    transposeB ? matmul(slope, left, true, false) : matmul(left, slope, true, false),
  ];
}

function productGradients(dy: Tensor, y: Tensor<Transposes>): readonly Tensor[] {
  const [a, b] = [sourceOf(y, 0), sourceOf(y, 1)];
  const { transposeA, transposeB } = y.attributes;
  if (a.shape.length > 2 && b.shape.length === 2 && !transposeA) return sharedGradients(dy, a, b, transposeB);
  return [
    transposeA ? matmul(b, dy, transposeB, true) : matmul(dy, b, false, !transposeB),
    transposeB ? matmul(dy, a, true, transposeA) : matmul(a, dy, !transposeA, false),
  ];
}

/** The rows of all members one below the other. */
const stacked = ({ shape: [count = 1, rows = 1, columns = 1] }: Tensor): Shape => [count * rows, columns];

const isMatrix = ({ one }: Seen): boolean => one.shape.length === 2;

/**
 * Products of each member's matrix with one that they share are a single product of all their rows: the engine works
 * through one tall matrix much faster than through many small ones. Where the rows of members are columns of the product, it
 * is turned afterwards.
 */
function productOfMembers(sources: readonly Seen[], y: Tensor<Transposes>): Tensor {
  const [a, b] = sources as [Seen, Seen];
  const { transposeA, transposeB } = y.attributes;
  if (!isMatrix(a) || !isMatrix(b) || (a.all && b.all)) return alike(sources, y);
  if (a.all) {
    const rows = transposeA ? transpose(a.all, [0, 2, 1]) : a.all;
    const product = matmul(reshape(rows, stacked(rows)), b.one, false, transposeB);
    return reshape(product, [...rows.shape.slice(0, 2), product.shape[1] as number]);
  }
  const all = b.all as Tensor;
  if (!transposeB) return alike(sources, y);
  const product = matmul(reshape(all, stacked(all)), a.one, false, !transposeA);
  return transpose(reshape(product, [...all.shape.slice(0, 2), product.shape[1] as number]), [0, 2, 1]);
}

const matmulOperation: Operation<Transposes> = {
  name: "matmul",
  shape: ([a, b], transposes) => productShape((a as Tensor).shape, (b as Tensor).shape, transposes),
  evaluate: productValues,
  gradient: productGradients,
  onnx: (y) => {
    const { transposeA, transposeB } = y.attributes;
    if (!transposeA && !transposeB) return { operator: "MatMul", inputs: y.sources };
    const flags = { transA: Number(transposeA), transB: Number(transposeB) };
    return y.sources.every(({ shape }) => shape.length === 2)
      ? { operator: "Gemm", inputs: y.sources, attributes: flags }
      : { operator: "FusedMatMul", domain: "com.microsoft", inputs: y.sources, attributes: flags };
  },
  members: productOfMembers,
};

/** Matrix products over the last two axes, either side read transposed on request; leading axes broadcast. */
export const matmul = (a: Tensor, b: Tensor, transposeA = false, transposeB = false): Tensor =>
  node(matmulOperation, [a, b], { transposeA, transposeB });

interface Affine extends Transposes {
  readonly alpha: number;
}

const affineOperation: Operation<Affine> = {
  name: "affine",
  shape: ([a, b, c], transposes) => {
    const [left, right, added] = [a, b, c].map((t) => (t as Tensor).shape) as [Shape, Shape, Shape];
    const shape = productShape(left, right, transposes);
    // ONNX's Gemm takes matrices alone, and adds to them a row or a whole matrix.
    if (shape.length !== 2 || !(sameShape(added, shape.slice(1)) || sameShape(added, shape)))
      throw new Error(`an affine map of [${left}] by [${right}] does not take a bias [${added}]`);
    return shape;
  },
  evaluate: ([a, b, c], y) => {
    const added = broadcastValues(c as Values, sourceOf(y, 2).shape, y.shape);
    return productValues([a as Values, b as Values], y).map(
      (value, i) => y.attributes.alpha * value + (added[i] as number),
    );
  },
  gradient: (dy, y) => {
    const { alpha } = y.attributes;
    return [...productGradients(alpha === 1 ? dy : mul(dy, alpha), y), dy];
  },
  onnx: (y) => {
    const { transposeA, transposeB, alpha } = y.attributes;
    return {
      operator: "Gemm",
      inputs: y.sources,
      attributes: {
        ...(alpha !== 1 && { alpha: { float: alpha } }),
        transA: Number(transposeA),
        transB: Number(transposeB),
      },
    };
  },
  members: ([a, b, c], y) => {
    const { alpha, transposeA, transposeB } = y.attributes;
    const one = matmul((a as Seen).one, (b as Seen).one, transposeA, transposeB);
    const isOwn = a?.all ?? b?.all;
    const product = isOwn ? productOfMembers([a as Seen, b as Seen], one as Tensor<Transposes>) : one;
    return add(mul(product, alpha), aligned(c as Seen, 2));
  },
};

/** `x w + b` in one pass: x `[rows, inputs]`, w `[inputs, outputs]`, b `[outputs]`. */
export const affine = (x: Tensor, w: Tensor, b: Tensor): Tensor =>
  node(affineOperation, [x, w, b], { transposeA: false, transposeB: false, alpha: 1 });

/** `c + alpha · product` in one pass, for the product of two matrices that `matmul` made; c of the product's shape. */
export function accumulate(c: Tensor, product: Tensor, alpha: 1 | -1): Tensor {
  const { transposeA, transposeB } = product.attributes as Transposes;
  return node(affineOperation, [...product.sources, c], { transposeA, transposeB, alpha });
}

/** Whether a tensor is a product of two plain matrices. */
export const isMatrixProduct = (t: Tensor): boolean =>
  t.op.name === matmulOperation.name && t.sources.every(({ shape }) => shape.length === 2);

export const matmulOperations = [matmulOperation, affineOperation] as const;
