// Operations on blocked tensors: rows like those of the table, made only by the layout pass, after all gradients are taken.
import { eachProduct } from "../ops/convolution.ts";
import { pad } from "../ops/edges.ts";
import { readPositions, type Sliding, slidShape, spelledWindows } from "../ops/windows.ts";
import { node, type Operation, type Shape, sizeOf, sourceOf, type Tensor, type Values } from "../tensor.ts";
import {
  blockedShape,
  filledUp,
  plainKernels,
  type Reading,
  toBlockedValues,
  toPlainValues,
} from "./memory.ts";

const domain = "com.microsoft.nchwc";

interface Blocked {
  readonly block: number;
}

const toBlockedOperation: Operation<Blocked> = {
  name: "toBlocked",
  shape: ([x], { block }) => blockedShape((x as Tensor).shape, block),
  evaluate: ([x], y) => toBlockedValues(x as Values, sourceOf(y).shape, y.attributes.block),
  onnx: (y) => ({ operator: "ReorderInput", domain, inputs: y.sources }),
};

/** The engine reorders channels by fours. */
const reorderedTogether = 4;

/** A plain tensor `[batch, channels, height, width]` in blocks. */
export function toBlocked(x: Tensor, block: number): Tensor {
  const channels = x.shape[1] as number;
  const missing = channels % reorderedTogether === 0 ? 0 : filledUp(channels, block) - channels;
  const whole = pad(
    x,
    x.shape.map((_, axis) => [0, axis === 1 ? missing : 0] as const),
  );
  return node(toBlockedOperation, [whole], { block });
}

const toPlainOperation: Operation<Blocked & { readonly channels: number }> = {
  name: "toPlain",
  shape: ([x], { channels }) => [(x as Tensor).shape[0] as number, channels, ...(x as Tensor).shape.slice(2)],
  evaluate: ([x], y) => toPlainValues(x as Values, y.shape, y.attributes.block),
  onnx: (y) => ({
    operator: "ReorderOutput",
    domain,
    inputs: y.sources,
    attributes: { channels: y.attributes.channels },
  }),
};

/** A blocked tensor in plain order, without the channels that were filled up. */
export const toPlain = (x: Tensor, channels: number, block: number): Tensor =>
  node(toPlainOperation, [x], { channels, block });

export interface BlockedConvolution extends Sliding, Blocked {
  readonly groups: number;
  readonly reading: Reading;
  /** Whether negative results become 0. */
  readonly relu: boolean;
}

/** Sources: x, packed kernels and, where they are, one bias for each output and a blocked tensor that is added. */
export const blockedConvOperation: Operation<BlockedConvolution> = {
  name: "blockedConv",
  shape: ([x, w], convolution) => {
    const { shape } = x as Tensor;
    const [, channels = 0] = shape;
    if (channels >= convolution.block && channels % convolution.block !== 0)
      throw new Error(
        `[${shape}] has neither fewer channels than a block of ${convolution.block} nor whole blocks`,
      );
    return [shape[0] as number, (w as Tensor).shape[0] as number, ...slidShape(shape.slice(2), convolution)];
  },
  evaluate: (sources, y) => {
    const { block, reading, relu, groups } = y.attributes;
    const [x, w] = [sourceOf(y, 0), sourceOf(y, 1)];
    const [bias, added] = [sources[2], sources[3]];
    const isPlain = reading === "plain";
    const input = isPlain ? (sources[0] as Values) : toPlainValues(sources[0] as Values, x.shape, block);
    const kernels = plainKernels(sources[1] as Values, w.shape, block, reading);
    const places = sizeOf(y.shape.slice(2));
    const outputs = y.shape[1] as number;
    const sums = Float64Array.from({ length: sizeOf(y.shape) }, (_, i) =>
      bias ? (bias[Math.floor(i / places) % outputs] as number) : 0,
    );
    eachProduct({ x: x.shape, w: w.shape, y: y.shape }, { ...y.attributes, groups }, (i, j, k) => {
      sums[k] = (sums[k] as number) + (input[i] as number) * (kernels[j] as number);
    });
    const result = toBlockedValues(sums, y.shape, block).map((value, i) => value + (added?.[i] ?? 0));
    return relu ? result.map((value) => Math.max(value, 0)) : result;
  },
  onnx: (y) => {
    const { groups, relu } = y.attributes;
    return {
      operator: "Conv",
      domain,
      inputs: y.sources,
      attributes: { ...spelledWindows(y.attributes), group: groups, ...(relu && { activation: "Relu" }) },
    };
  },
};

interface BlockedPooling extends Sliding, Blocked {
  readonly kind: "max" | "average";
}

const poolOperation: Operation<BlockedPooling> = {
  name: "blockedPool",
  shape: ([x], windows) => {
    const { shape } = x as Tensor;
    return [...shape.slice(0, 2), ...slidShape(shape.slice(2), windows)];
  },
  evaluate: ([x], y) => {
    const { block, kernel, kind } = y.attributes;
    const { shape } = sourceOf(y);
    const plain = toPlainValues(x as Values, shape, block);
    const [space, taps] = [sizeOf(shape.slice(2)), sizeOf(kernel)];
    const reads = readPositions(shape.slice(2), y.attributes);
    const places = reads.length / taps;
    const pooled = Float64Array.from({ length: sizeOf(y.shape) }, (_, i) => {
      const start = Math.floor(i / places) * space;
      const window = reads.subarray((i % places) * taps, ((i % places) + 1) * taps);
      const numbers = Array.from(window).filter((read) => read >= 0);
      const values = numbers.map((read) => plain[start + read] as number);
      return kind === "max" ? Math.max(...values) : values.reduce((a, b) => a + b, 0) / taps;
    });
    return toBlockedValues(pooled, y.shape, block);
  },
  onnx: (y) => ({
    operator: y.attributes.kind === "max" ? "MaxPool" : "AveragePool",
    domain,
    inputs: y.sources,
    attributes: {
      ...spelledWindows(y.attributes),
      ...(y.attributes.kind === "average" && { count_include_pad: 1 }),
    },
  }),
};

export const blockedPool = (x: Tensor, pooling: BlockedPooling): Tensor => node(poolOperation, [x], pooling);

const upsampleOperation: Operation<Blocked & { readonly factors: readonly number[] }> = {
  name: "blockedUpsample",
  shape: ([x], { factors }) => {
    const [batch = 0, channels = 0, ...space] = (x as Tensor).shape;
    return [batch, channels, ...space.map((size, axis) => size * (factors[axis] as number))];
  },
  evaluate: ([x], y) => {
    const { block, factors } = y.attributes;
    const from: Shape = sourceOf(y).shape;
    const plain = toPlainValues(x as Values, from, block);
    const [, , height = 1, width = 1] = y.shape;
    const [, , , narrow = 1] = from;
    const places = height * width;
    const larger = Float64Array.from({ length: sizeOf(y.shape) }, (_, i) => {
      const [row, column] = [Math.floor((i % places) / width), i % width];
      const place =
        Math.floor(row / (factors[0] as number)) * narrow + Math.floor(column / (factors[1] as number));
      return plain[Math.floor(i / places) * sizeOf(from.slice(2)) + place] as number;
    });
    return toBlockedValues(larger, y.shape, block);
  },
  onnx: (y) => ({
    operator: "Upsample",
    domain,
    inputs: y.sources,
    attributes: { scales: [1, 1, ...y.attributes.factors] },
  }),
};

export const blockedUpsample = (x: Tensor, factors: readonly number[], block: number): Tensor =>
  node(upsampleOperation, [x], { factors, block });
