import { constant, int64 } from "../leaves.ts";
import { node, type Operation, type Shape, sizeOf, sourceOf, type Tensor, type Values } from "../tensor.ts";
import { mul } from "./arithmetic.ts";
import { convBack } from "./convolution.ts";
import { full } from "./full.ts";
import { relu, reluOperation } from "./functions.ts";
import { scatterAdd } from "./rearrange.ts";
import { reshape } from "./spread.ts";
import { readPositions, type Sliding, sliding, slidShape, spelledWindows } from "./windows.ts";

const spatialOf = (t: Tensor): Shape => t.shape.slice(2);

const pooledShape = (x: Shape, windows: Sliding): Shape => [
  ...x.slice(0, 2),
  ...slidShape(x.slice(2), windows),
];

/** For each result, the position in x of the largest number of its window: the first of equal ones. */
function largestPositions(x: Values, shape: Shape, windows: Sliding): Int32Array {
  const [space, taps] = [sizeOf(shape.slice(2)), sizeOf(windows.kernel)];
  const reads = readPositions(shape.slice(2), windows);
  const places = reads.length / taps;
  return Int32Array.from({ length: (x.length / space) * places }, (_, i) => {
    const [start, place] = [Math.floor(i / places) * space, i % places];
    let best = -1;
    for (const read of reads.subarray(place * taps, (place + 1) * taps))
      if (read >= 0 && (best < 0 || (x[start + read] as number) > (x[best] as number))) best = start + read;
    return best;
  });
}

const maxPoolOperation: Operation<Sliding> = {
  name: "maxPool",
  shape: ([x], windows) => pooledShape((x as Tensor).shape, windows),
  evaluate: ([x], y) =>
    Float64Array.from(
      largestPositions(x as Values, sourceOf(y).shape, y.attributes),
      (position) => (x as Values)[position] as number,
    ),
  gradient: (dy, y) => [node(unpoolOperation, [dy, sourceOf(y)], y.attributes)],
  onnx: (y) => ({ operator: "MaxPool", inputs: y.sources, attributes: spelledWindows(y.attributes) }),
};

/** dy where the largest number of each window of x stands, 0 elsewhere. */
const unpoolOperation: Operation<Sliding> = {
  name: "unpool",
  shape: ([, x]) => (x as Tensor).shape,
  evaluate: ([dy, x], y) => {
    const result = new Float64Array(sizeOf(y.shape));
    largestPositions(x as Values, y.shape, y.attributes).forEach((position, i) => {
      result[position] = (result[position] as number) + ((dy as Values)[i] as number);
    });
    return result;
  },
  gradient: (dx, y) => [node(pickLargestOperation, [dx, sourceOf(y, 1)], y.attributes), undefined],
  onnx: (y) => {
    const [dy, x] = [sourceOf(y, 0), sourceOf(y, 1)];
    const positions = reshape(node(largestOperation, [x], y.attributes), [sizeOf(dy.shape)]);
    const spread = scatterAdd(reshape(dy, [sizeOf(dy.shape)]), positions, sizeOf(y.shape));
    return { operator: "Reshape", inputs: [spread, int64(y.shape)] };
  },
};

/** The transpose of `unpool`: the numbers of another tensor where x has the largest of each window. */
const pickLargestOperation: Operation<Sliding> = {
  name: "pickLargest",
  shape: ([, x], windows) => pooledShape((x as Tensor).shape, windows),
  evaluate: ([values, x], y) =>
    Float64Array.from(
      largestPositions(x as Values, sourceOf(y, 1).shape, y.attributes),
      (position) => (values as Values)[position] as number,
    ),
  gradient: (dy, y) => [node(unpoolOperation, [dy, sourceOf(y, 1)], y.attributes), undefined],
  onnx: (y) => {
    const [values, x] = [sourceOf(y, 0), sourceOf(y, 1)];
    const flat = reshape(values, [sizeOf(values.shape)]);
    return {
      operator: "Gather",
      inputs: [flat, node(largestOperation, [x], y.attributes)],
      attributes: { axis: 0 },
    };
  },
};

const largestOperation: Operation<Sliding> = {
  name: "largest",
  shape: ([x], windows) => pooledShape((x as Tensor).shape, windows),
  dataType: () => "int64",
  evaluate: ([x], y) => Float64Array.from(largestPositions(x as Values, sourceOf(y).shape, y.attributes)),
  onnx: (y) => ({
    operator: "MaxPool",
    inputs: y.sources,
    attributes: spelledWindows(y.attributes),
    output: 1,
  }),
};

/** The position in x, read as one row of numbers, of the largest of each window; of equal ones the first. int64. */
export const largest = (x: Tensor, options: PoolingOptions): Tensor =>
  node(largestOperation, [x], windowsOf(options));

export interface PoolingOptions {
  /** The window's extent along each spatial axis. */
  readonly size: readonly number[];
  /** How far one window is from the next; the window's size when absent. */
  readonly stride?: readonly number[];
  readonly padding?: Sliding["padding"];
}

const windowsOf = ({ size, stride = size, padding }: PoolingOptions): Sliding =>
  sliding(size, { stride, ...(padding && { padding }) });

/** The largest number of each window of x `[batch, channels, ...space]`. The gradient goes to the first of equal ones. */
export function maxPool(x: Tensor, options: PoolingOptions): Tensor {
  // The largest of bent numbers is the largest number, bent: there are fewer to bend, and to bend back.
  if (x.op === reluOperation) return relu(maxPool(sourceOf(x), options));
  return node(maxPoolOperation, [x], windowsOf(options));
}

/** Whether the windows tile the space: each position of x is in exactly one. */
const tiles = (spatial: Shape, { kernel, stride, padding }: Sliding): boolean =>
  spatial.every(
    (size, axis) =>
      kernel[axis] === stride[axis] &&
      size % (kernel[axis] as number) === 0 &&
      padding[axis]?.every((width) => width === 0),
  );

const averagePoolOperation: Operation<Sliding> = {
  name: "averagePool",
  shape: ([x], windows) => pooledShape((x as Tensor).shape, windows),
  evaluate: ([x], y) => {
    const { shape } = sourceOf(y);
    const [space, taps] = [sizeOf(shape.slice(2)), sizeOf(y.attributes.kernel)];
    const reads = readPositions(shape.slice(2), y.attributes);
    const places = reads.length / taps;
    return Float64Array.from({ length: sizeOf(y.shape) }, (_, i) => {
      const [start, place] = [Math.floor(i / places) * space, i % places];
      let total = 0;
      for (const read of reads.subarray(place * taps, (place + 1) * taps))
        if (read >= 0) total += (x as Values)[start + read] as number;
      return total / taps;
    });
  },
  gradient: (dy, y) => {
    const { kernel, stride, padding } = y.attributes;
    const x = sourceOf(y);
    const share = 1 / sizeOf(kernel);
    if (tiles(spatialOf(x), y.attributes)) return [mul(upsample(dy, kernel), share)];
    const channels = x.shape[1] as number;
    const kernels = full(share, [channels, 1, ...kernel]);
    return [convBack(dy, kernels, { stride, padding, groups: channels, spatial: spatialOf(x) })];
  },
  onnx: (y) => ({
    operator: "AveragePool",
    inputs: y.sources,
    attributes: { ...spelledWindows(y.attributes), count_include_pad: 1 },
  }),
};

/** The mean of each window of x `[batch, channels, ...space]`; padding counts as zeros. */
export const averagePool = (x: Tensor, options: PoolingOptions): Tensor =>
  node(averagePoolOperation, [x], windowsOf(options));

interface Upsampling {
  readonly factors: readonly number[];
}

const upsampleOperation: Operation<Upsampling> = {
  name: "upsample",
  shape: ([x], { factors }) => [
    ...(x as Tensor).shape.slice(0, 2),
    ...spatialOf(x as Tensor).map((size, axis) => size * (factors[axis] as number)),
  ],
  evaluate: ([x], y) => {
    const from = spatialOf(sourceOf(y));
    const steps = sliding(y.attributes.factors, { stride: y.attributes.factors });
    const [places, taps] = [sizeOf(from), sizeOf(y.attributes.factors)];
    const reads = readPositions(spatialOf(y), steps);
    const result = new Float64Array(sizeOf(y.shape));
    (x as Values).forEach((value, i) => {
      const start = Math.floor(i / places) * places * taps;
      const place = i % places;
      for (const read of reads.subarray(place * taps, (place + 1) * taps)) result[start + read] = value;
    });
    return result;
  },
  gradient: (dy, y) => {
    const { factors } = y.attributes;
    return [mul(averagePool(dy, { size: factors }), sizeOf(factors))];
  },
  onnx: (y) => ({
    operator: "Resize",
    inputs: [sourceOf(y), constant([], [0]), constant([1, 1, ...y.attributes.factors])],
    attributes: { mode: "nearest", coordinate_transformation_mode: "asymmetric", nearest_mode: "floor" },
  }),
};

/** Each number of x `[batch, channels, ...space]` repeated `factors` times along each spatial axis. */
export const upsample = (x: Tensor, factors: readonly number[]): Tensor =>
  node(upsampleOperation, [x], { factors });

export const poolingOperations = [
  maxPoolOperation,
  unpoolOperation,
  pickLargestOperation,
  largestOperation,
  averagePoolOperation,
  upsampleOperation,
] as const;
