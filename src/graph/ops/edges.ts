import { int64 } from "../leaves.ts";
import { node, type Operation, sizeOf, sourceOf, type Tensor, type Values } from "../tensor.ts";
import { slice } from "./rearrange.ts";

type Widths = readonly (readonly [before: number, after: number])[];

/** For each position of a tensor, what a function of its coordinates gives. */
function mapCoordinates(shape: readonly number[], value: (at: readonly number[]) => number): Values {
  const at = shape.map(() => 0);
  return Float64Array.from({ length: sizeOf(shape) }, (_, position) => {
    let rest = position;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const size = shape[axis] as number;
      at[axis] = rest % size;
      rest = Math.floor(rest / size);
    }
    return value(at);
  });
}

const positionOf = (at: readonly number[], shape: readonly number[]): number =>
  at.reduce((position, i, axis) => position * (shape[axis] as number) + i, 0);

const padOperation: Operation<{ readonly widths: Widths }> = {
  name: "pad",
  shape: ([x], { widths }) =>
    (x as Tensor).shape.map((size, axis) => size + (widths[axis]?.[0] ?? 0) + (widths[axis]?.[1] ?? 0)),
  evaluate: ([x], y) => {
    const { shape } = sourceOf(y);
    return mapCoordinates(y.shape, (at) => {
      const from = at.map((i, axis) => i - (y.attributes.widths[axis]?.[0] ?? 0));
      const isInside = from.every((i, axis) => i >= 0 && i < (shape[axis] as number));
      return isInside ? ((x as Values)[positionOf(from, shape)] as number) : 0;
    });
  },
  gradient: (dy, y) => {
    const { shape } = sourceOf(y);
    const inner = y.attributes.widths.reduce(
      (t, [before, after], axis) =>
        before + after > 0 ? slice(t, axis, before, before + (shape[axis] as number)) : t,
      dy,
    );
    return [inner];
  },
  onnx: (y) => {
    const { widths } = y.attributes;
    const ends = [...widths.map(([before]) => before), ...widths.map(([, after]) => after)];
    return { operator: "Pad", inputs: [sourceOf(y), int64(ends)] };
  },
};

/** x with zeros around it: for each axis, how many before and after. */
export function pad(x: Tensor, widths: Widths): Tensor {
  return widths.every(([before, after]) => before + after === 0) ? x : node(padOperation, [x], { widths });
}

const reverseOperation: Operation<{ readonly axes: readonly number[] }> = {
  name: "reverse",
  shape: ([x]) => (x as Tensor).shape,
  evaluate: ([x], y) =>
    mapCoordinates(y.shape, (at) => {
      const from = at.map((i, axis) =>
        y.attributes.axes.includes(axis) ? (y.shape[axis] as number) - 1 - i : i,
      );
      return (x as Values)[positionOf(from, y.shape)] as number;
    }),
  gradient: (dy, y) => [reverse(dy, y.attributes.axes)],
  onnx: (y) => {
    const { axes } = y.attributes;
    const all = (value: number): Tensor => int64(axes.map(() => value));
    // Backwards from the last to beyond the first.
    return { operator: "Slice", inputs: [sourceOf(y), all(-1), all(-(2 ** 31)), int64(axes), all(-1)] };
  },
};

/** x with the order along some axes turned round. */
export const reverse = (x: Tensor, axes: readonly number[]): Tensor => node(reverseOperation, [x], { axes });

export const edgeOperations = [padOperation, reverseOperation] as const;
