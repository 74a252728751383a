// Axis 1 holds channels. What acts on each channel as a whole: the maps that normalization and convolution biases are made
// of. They are rows of their own because a blocked layout spells them otherwise.
import { repeated } from "../leaves.ts";
import { node, type Operation, type Shape, sizeOf, sourceOf, type Tensor, type Values } from "../tensor.ts";
import { mul } from "./arithmetic.ts";
import type { None } from "./elementwise.ts";
import { expand, reshape, sum } from "./spread.ts";

const channelsOf = (t: Tensor): number => t.shape[1] as number;

/** The channel of each position of a tensor. */
const channelAt = (shape: Shape): ((position: number) => number) => {
  const [space, channels] = [sizeOf(shape.slice(2)), shape[1] as number];
  return (position) => Math.floor(position / space) % channels;
};

/** One number for each channel, in a shape that broadcasts over `[batch, channels, ...]`. */
const alongChannels = (perChannel: Tensor, shape: Shape): Tensor =>
  reshape(perChannel, [perChannel.shape[0] as number, ...shape.slice(2).map(() => 1)]);

const checkPerChannel = (t: Tensor | undefined, x: Tensor): void => {
  if (t && (t.shape.length !== 1 || t.shape[0] !== channelsOf(x)))
    throw new Error(`[${t.shape}] is not one number for each channel of [${x.shape}]`);
};

const channelScaleOperation: Operation<None> = {
  name: "channelScale",
  shape: ([x, scale]) => {
    checkPerChannel(scale, x as Tensor);
    return (x as Tensor).shape;
  },
  evaluate: ([x, scale], y) => {
    const channel = channelAt(y.shape);
    return (x as Values).map((value, i) => value * ((scale as Values)[channel(i)] as number));
  },
  gradient: (dy, y) => [channelScale(dy, sourceOf(y, 1)), channelDot(dy, sourceOf(y, 0))],
  onnx: (y) => ({ operator: "Mul", inputs: [sourceOf(y), alongChannels(sourceOf(y, 1), y.shape)] }),
};

const channelShiftOperation: Operation<None> = {
  name: "channelShift",
  shape: ([x, shift]) => {
    checkPerChannel(shift, x as Tensor);
    return (x as Tensor).shape;
  },
  evaluate: ([x, shift], y) => {
    const channel = channelAt(y.shape);
    return (x as Values).map((value, i) => value + ((shift as Values)[channel(i)] as number));
  },
  gradient: (dy) => [dy, channelSum(dy)],
  onnx: (y) => ({ operator: "Add", inputs: [sourceOf(y), alongChannels(sourceOf(y, 1), y.shape)] }),
};

const channelAffineOperation: Operation<None> = {
  name: "channelAffine",
  shape: ([x, scale, shift]) => {
    checkPerChannel(scale, x as Tensor);
    checkPerChannel(shift, x as Tensor);
    return (x as Tensor).shape;
  },
  evaluate: ([x, scale, shift], y) => {
    const channel = channelAt(y.shape);
    return (x as Values).map(
      (value, i) =>
        value * ((scale as Values)[channel(i)] as number) + ((shift as Values)[channel(i)] as number),
    );
  },
  gradient: (dy, y) => [channelScale(dy, sourceOf(y, 1)), channelDot(dy, sourceOf(y)), channelSum(dy)],
  // With mean 0 and variance 1, ONNX's batch normalization is one pass of a product and a sum; where channels lie side by
  // side it goes from number to number, and takes five times as long as a product and a sum of their own.
  onnx: (y) =>
    y.shape.length === 2
      ? { operator: "Add", inputs: [channelScale(sourceOf(y, 0), sourceOf(y, 1)), sourceOf(y, 2)] }
      : {
          operator: "BatchNormalization",
          inputs: [...y.sources, repeated(0, channelsOf(y)), repeated(1, channelsOf(y))],
          attributes: { epsilon: { float: 0 } },
        },
};

export const channelScale = (x: Tensor, scale: Tensor): Tensor => node(channelScaleOperation, [x, scale], {});
export const channelShift = (x: Tensor, shift: Tensor): Tensor => node(channelShiftOperation, [x, shift], {});

/**
 * x · scale + shift, where scale and shift `[channels]` hold one number for each channel of x `[batch, channels, ...]`;
 * either may be left out.
 */
export function channelAffine(x: Tensor, scale: Tensor | undefined, shift: Tensor | undefined): Tensor {
  if (scale && shift) return node(channelAffineOperation, [x, scale, shift], {});
  if (scale) return channelScale(x, scale);
  return shift ? channelShift(x, shift) : x;
}

/** Space first, then examples: the engine sums contiguous runs several times faster than both at once. */
function spelledSum(x: Tensor): Tensor {
  const space = x.shape.map((_, axis) => axis).slice(2);
  return sum(sum(x, space), [0]);
}

const channelSumOperation: Operation<None> = {
  name: "channelSum",
  shape: ([x]) => [channelsOf(x as Tensor)],
  evaluate: ([x], y) => {
    const channel = channelAt(sourceOf(y).shape);
    const result = new Float64Array(sizeOf(y.shape));
    (x as Values).forEach((value, i) => (result[channel(i)] = (result[channel(i)] as number) + value));
    return result;
  },
  gradient: (dy, y) => {
    const { shape } = sourceOf(y);
    return [expand(alongChannels(dy, shape), shape)];
  },
  onnx: (y) => {
    const total = spelledSum(sourceOf(y));
    return total.op.onnx(total);
  },
};

/** The sum of each channel over examples and space: `[channels]` for x `[batch, channels, ...]`. */
export const channelSum = (x: Tensor): Tensor => node(channelSumOperation, [x], {});

const channelDotOperation: Operation<None> = {
  name: "channelDot",
  shape: ([a]) => [channelsOf(a as Tensor)],
  evaluate: ([a, b], y) => {
    const channel = channelAt(sourceOf(y).shape);
    const result = new Float64Array(sizeOf(y.shape));
    (a as Values).forEach((value, i) => {
      result[channel(i)] = (result[channel(i)] as number) + value * ((b as Values)[i] as number);
    });
    return result;
  },
  gradient: (dy, y) => {
    const [a, b] = [sourceOf(y, 0), sourceOf(y, 1)];
    if (a === b) return [channelScale(a, mul(dy, 2)), undefined];
    return [channelScale(b, dy), channelScale(a, dy)];
  },
  onnx: (y) => {
    const total = spelledSum(mul(sourceOf(y, 0), sourceOf(y, 1)));
    return total.op.onnx(total);
  },
};

/** The sum of a · b of each channel over examples and space: `[channels]`. */
export const channelDot = (a: Tensor, b: Tensor): Tensor => node(channelDotOperation, [a, b], {});

export const channelOperations = [
  channelScaleOperation,
  channelShiftOperation,
  channelAffineOperation,
  channelSumOperation,
  channelDotOperation,
] as const;
