import { type Shape, sizeOf, type Values } from "./tensor.ts";

/** The common shape of element-wise operands: axes are aligned at the end, and an axis of size 1 is repeated. */
export function broadcastShape(a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const sizeA = a[axis - rank + a.length] ?? 1;
    const sizeB = b[axis - rank + b.length] ?? 1;
    if (sizeA !== sizeB && sizeA !== 1 && sizeB !== 1)
      throw new Error(`shapes [${a}] and [${b}] do not fit: ${sizeA} and ${sizeB} differ at axis ${axis}`);
    return sizeA === 1 ? sizeB : sizeA;
  });
}

/** For each position of a row-major tensor of shape `to`, the position in a tensor of shape `from` that broadcasts to it. */
export function broadcastPositions(from: Shape, to: Shape): Int32Array {
  const strides = to.map((_, axis) => {
    const own = axis - to.length + from.length;
    return own < 0 || from[own] === 1 ? 0 : sizeOf(from.slice(own + 1));
  });
  return Int32Array.from({ length: sizeOf(to) }, (_, position) => {
    let rest = position;
    let source = 0;
    for (let axis = to.length - 1; axis >= 0; axis--) {
      const size = to[axis] as number;
      source += (rest % size) * (strides[axis] as number);
      rest = Math.floor(rest / size);
    }
    return source;
  });
}

/** `values` of shape `from`, repeated to shape `to`. */
export const broadcastValues = (values: Values, from: Shape, to: Shape): Values =>
  Float64Array.from(broadcastPositions(from, to), (position) => values[position] as number);

/** The axes of `to` along which a tensor of shape `from` was repeated. */
export const broadcastAxes = (from: Shape, to: Shape): number[] =>
  to
    .map((_, axis) => axis)
    .filter((axis) => {
      const size = from[axis - to.length + from.length] ?? 1;
      return size === 1 && (to[axis] !== 1 || axis < to.length - from.length);
    });
