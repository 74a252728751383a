// Taking numbers by their places along an axis, and putting them there: each is the other's gradient.
import { cast } from "./types.ts";
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

interface Along {
  readonly axis: number;
}

/** For each position of a tensor, the position in one that differs along an axis only, at a place given for it. */
function placed(places: Values, from: Shape, { shape, axis }: Along & { readonly shape: Shape }): Int32Array {
  const inner = sizeOf(from.slice(axis + 1));
  const [size, count] = [shape[axis] as number, from[axis] as number];
  return Int32Array.from(places, (place, position) => {
    const outer = Math.floor(position / inner / count);
    return (outer * size + place) * inner + (position % inner);
  });
}

function checkPlaces(x: Tensor, places: Tensor, axis: number): void {
  const size = x.shape[axis] as number;
  if (!sameShape(resized(places.shape, axis, size), x.shape))
    throw new Error(`places [${places.shape}] do not lie along axis ${axis} of [${x.shape}]`);
}

const takeAlongOperation: Operation<Along> = {
  name: "takeAlong",
  shape: ([x, places], { axis }) => {
    checkPlaces(x as Tensor, places as Tensor, axis);
    return (places as Tensor).shape;
  },
  evaluate: ([x, places], y) => {
    const { shape } = sourceOf(y);
    const positions = placed(places as Values, y.shape, { shape, axis: y.attributes.axis });
    return Float64Array.from(positions, (position) => (x as Values)[position] as number);
  },
  gradient: (dy, y) => {
    const { axis } = y.attributes;
    return [putAlong(dy, sourceOf(y, 1), axis, sourceOf(y).shape[axis] as number), undefined];
  },
  onnx: (y) => ({ operator: "GatherElements", inputs: y.sources, attributes: { axis: y.attributes.axis } }),
  members: besides,
};

/** Of x, along an axis, the numbers at `places` (integers, of x's shape but for that axis). */
export const takeAlong = (x: Tensor, places: Tensor, axis: number): Tensor =>
  node(takeAlongOperation, [x, places], { axis });

const putAlongOperation: Operation<Along & { readonly size: number }> = {
  name: "putAlong",
  shape: ([x], { axis, size }) => resized((x as Tensor).shape, axis, size),
  evaluate: ([x, places], y) => {
    const result = new Float64Array(sizeOf(y.shape));
    const positions = placed(places as Values, sourceOf(y).shape, {
      shape: y.shape,
      axis: y.attributes.axis,
    });
    positions.forEach((position, i) => {
      result[position] = (result[position] as number) + ((x as Values)[i] as number);
    });
    return result;
  },
  gradient: (dy, y) => [takeAlong(dy, sourceOf(y, 1), y.attributes.axis), undefined],
  onnx: (y) => ({
    operator: "ScatterElements",
    inputs: [full(0, y.shape), cast(sourceOf(y, 1), "int64"), sourceOf(y)],
    attributes: { axis: y.attributes.axis, reduction: "add" },
  }),
  members: besides,
};

/** Zeros, `size` of them along an axis, with the numbers of x added at `places` (integers, of x's shape). */
export const putAlong = (x: Tensor, places: Tensor, axis: number, size: number): Tensor =>
  node(putAlongOperation, [x, places], { axis, size });

export const alongOperations = [takeAlongOperation, putAlongOperation] as const;
