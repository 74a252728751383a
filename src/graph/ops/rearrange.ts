// Transpose is its own adjoint; slice and pad, concat and slice, gather and scatter-add undo each other.
import { int64, isNumber } from "../leaves.ts";
import {
  node,
  type Operation,
  resized,
  sameShape,
  type Shape,
  sizeOf,
  sourceOf,
  type Tensor,
  type Values,
} from "../tensor.ts";
import { full } from "./full.ts";
import { besides } from "./members.ts";
import { reshape } from "./spread.ts";
import { cast } from "./types.ts";

/** The strides of a row-major tensor. */
const stridesOf = (shape: Shape): number[] => shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));

/** The coordinates of a position in a row-major tensor. */
const coordinates = (position: number, shape: Shape): number[] =>
  stridesOf(shape).map((stride, axis) => Math.floor(position / stride) % (shape[axis] as number));

const positionOf = (at: readonly number[], shape: Shape): number =>
  stridesOf(shape).reduce((total, stride, axis) => total + stride * (at[axis] as number), 0);

const pick = (shape: Shape, x: Values, from: (at: number[]) => number): Values =>
  Float64Array.from({ length: sizeOf(shape) }, (_, i) => x[from(coordinates(i, shape))] ?? 0);

const transposeOperation: Operation<{ readonly order: readonly number[] }> = {
  name: "transpose",
  shape: ([x], { order }) => order.map((axis) => (x as Tensor).shape[axis] as number),
  evaluate: ([x], y) => {
    const { shape } = sourceOf(y);
    return pick(y.shape, x as Values, (at) => {
      const source = shape.map((_, axis) => at[y.attributes.order.indexOf(axis)] as number);
      return positionOf(source, shape);
    });
  },
  gradient: (dy, y) => {
    const { order } = y.attributes;
    return [
      transpose(
        dy,
        order.map((_, axis) => order.indexOf(axis)),
      ),
    ];
  },
  onnx: (y) => ({
    operator: "Transpose",
    inputs: y.sources,
    attributes: { perm: y.attributes.order },
  }),
  members: ([x], { attributes: { order } }) =>
    transpose(x?.all as Tensor, [0, ...order.map((axis) => axis + 1)]),
};

/** Axes in another order: axis i of the result is axis `order[i]` of `x`. */
export const transpose = (x: Tensor, order: readonly number[]): Tensor =>
  node(transposeOperation, [x], { order });

interface Window {
  readonly axis: number;
  readonly from: number;
  readonly to: number;
}

const sliceOperation: Operation<Window> = {
  name: "slice",
  shape: ([x], { axis, from, to }) => {
    const { shape } = x as Tensor;
    if (from < 0 || to > (shape[axis] ?? 0) || from >= to)
      throw new Error(`cannot take [${from}, ${to}) of axis ${axis} of [${shape}]`);
    return resized(shape, axis, to - from);
  },
  evaluate: ([x], y) => {
    const { axis, from } = y.attributes;
    const { shape } = sourceOf(y);
    return pick(y.shape, x as Values, (at) =>
      positionOf(
        at.map((i, own) => (own === axis ? i + from : i)),
        shape,
      ),
    );
  },
  gradient: (dy, y) => {
    const { axis, from, to } = y.attributes;
    const { shape } = sourceOf(y);
    const blank = (size: number): Tensor[] => (size ? [full(0, resized(shape, axis, size))] : []);
    return [concat([...blank(from), dy, ...blank((shape[axis] as number) - to)], axis)];
  },
  onnx: (y) => {
    const { axis, from, to } = y.attributes;
    return { operator: "Slice", inputs: [sourceOf(y), int64([from]), int64([to]), int64([axis])] };
  },
  members: besides,
};

/** The part `[from, to)` of one axis. */
export const slice = (x: Tensor, axis: number, from: number, to: number): Tensor =>
  node(sliceOperation, [x], { axis, from, to });

const concatOperation: Operation<{ readonly axis: number }> = {
  name: "concat",
  shape: (sources, { axis }) => {
    const [first] = sources as [Tensor];
    const odd = sources.find(
      ({ shape }) => !sameShape(resized(shape, axis, 1), resized(first.shape, axis, 1)),
    );
    if (odd) throw new Error(`cannot join [${first.shape}] and [${odd.shape}] along axis ${axis}`);
    return resized(
      first.shape,
      axis,
      sources.reduce((n, { shape }) => n + (shape[axis] as number), 0),
    );
  },
  evaluate: (sources, y) => {
    const { axis } = y.attributes;
    const inner = (source: Tensor): number => sizeOf(source.shape.slice(axis));
    const blocks = sizeOf(y.shape.slice(0, axis));
    const pieces = Array.from({ length: blocks }, (_, block) =>
      sources.map((values, i) => {
        const size = inner(sourceOf(y, i));
        return Array.from(values.subarray(block * size, (block + 1) * size));
      }),
    );
    return Float64Array.from(pieces.flat(2));
  },
  gradient: (dy, y) => {
    const { axis } = y.attributes;
    let from = 0;
    return y.sources.map(({ shape }) => slice(dy, axis, from, (from += shape[axis] as number)));
  },
  onnx: (y) => ({ operator: "Concat", inputs: y.sources, attributes: { axis: y.attributes.axis } }),
  members: besides,
};

/** Tensors one after another along an axis. */
export const concat = (parts: readonly Tensor[], axis: number): Tensor =>
  parts.length === 1 ? (parts[0] as Tensor) : node(concatOperation, parts, { axis });

/** A piece with zeros before and after it along one axis, as the gradient of a slice makes it. */
interface Placed {
  readonly piece: Tensor;
  readonly axis: number;
  readonly from: number;
}

const isZero = (t: Tensor): boolean => t.op.name === "expand" && isNumber(sourceOf(t), 0);

function placed(t: Tensor): Placed | undefined {
  if (t.op.name !== concatOperation.name) return undefined;
  const { axis } = t.attributes as { readonly axis: number };
  const [position, ...others] = t.sources.flatMap((source, i) => (isZero(source) ? [] : [i]));
  if (position === undefined || others.length > 0) return undefined;
  const from = t.sources.slice(0, position).reduce((n, { shape }) => n + (shape[axis] as number), 0);
  return { piece: sourceOf(t, position), axis, from };
}

/** The sum of pieces among zeros that together fill an axis, each in a place of its own; nothing when they do not. */
export function joined(summands: readonly Tensor[]): Tensor | undefined {
  const pieces = summands.flatMap((summand) => placed(summand) ?? []);
  const axis = pieces[0]?.axis ?? 0;
  if (pieces.length < summands.length || pieces.some((piece) => piece.axis !== axis)) return undefined;
  const inOrder = pieces.toSorted((a, b) => a.from - b.from);
  let end = 0;
  for (const { piece, from } of inOrder) {
    if (from !== end) return undefined;
    end += piece.shape[axis] as number;
  }
  const parts = inOrder.map(({ piece }) => piece);
  return end === summands[0]?.shape[axis] ? concat(parts, axis) : undefined;
}

const gatherOperation: Operation = {
  name: "gather",
  shape: ([x, indices]) => [...(indices as Tensor).shape, ...(x as Tensor).shape.slice(1)],
  evaluate: ([x, indices], y) => {
    const size = sizeOf(sourceOf(y).shape.slice(1));
    const rows = Array.from(indices as Values, (row) =>
      Array.from((x as Values).subarray(row * size, (row + 1) * size)),
    );
    return Float64Array.from(rows.flat());
  },
  gradient: (dy, y) => [scatterAdd(dy, sourceOf(y, 1), sourceOf(y).shape[0] as number), undefined],
  onnx: (y) => ({ operator: "Gather", inputs: y.sources, attributes: { axis: 0 } }),
};

/** The rows of `x` that `indices` (integers of any shape) name. */
export const gather = (x: Tensor, indices: Tensor): Tensor => node(gatherOperation, [x, indices], {});

const scatterAddOperation: Operation<{ readonly rows: number }> = {
  name: "scatterAdd",
  shape: ([updates, indices], { rows }) => [
    rows,
    ...(updates as Tensor).shape.slice((indices as Tensor).shape.length),
  ],
  evaluate: ([updates, indices], y) => {
    const size = sizeOf(y.shape.slice(1));
    const result = new Float64Array(sizeOf(y.shape));
    (indices as Values).forEach((row, i) => {
      for (let j = 0; j < size; j++)
        result[row * size + j] = (result[row * size + j] ?? 0) + ((updates as Values)[i * size + j] ?? 0);
    });
    return result;
  },
  gradient: (dy, y) => [gather(dy, sourceOf(y, 1)), undefined],
  onnx: (y) => {
    const [updates, indices] = [sourceOf(y, 0), sourceOf(y, 1)];
    return {
      operator: "ScatterND",
      inputs: [full(0, y.shape), reshape(cast(indices, "int64"), [...indices.shape, 1]), updates],
      attributes: { reduction: "add" },
    };
  },
};

/** Zeros of `rows` rows with each update added to the row that its index names. */
export const scatterAdd = (updates: Tensor, indices: Tensor, rows: number): Tensor =>
  node(scatterAddOperation, [updates, indices], { rows });

export const rearrangeOperations = [
  transposeOperation,
  sliceOperation,
  concatOperation,
  gatherOperation,
  scatterAddOperation,
] as const;
