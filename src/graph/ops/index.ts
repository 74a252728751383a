import type { Operation } from "../tensor.ts";
import { aliasOperation } from "./alias.ts";
import { alongOperations } from "./along.ts";
import { arithmeticOperations } from "./arithmetic.ts";
import { channelOperations } from "./channels.ts";
import { compareOperations } from "./compare.ts";
import { convolutionOperations } from "./convolution.ts";
import { edgeOperations } from "./edges.ts";
import { functionOperations } from "./functions.ts";
import { layerNormOperations } from "./layer-norm.ts";
import { gridSampleOperations } from "./grid-sample.ts";
import { matmulOperations } from "./matmul.ts";
import { poolingOperations } from "./pooling.ts";
import { rearrangeOperations } from "./rearrange.ts";
import { softmaxOperations } from "./softmax.ts";
import { spreadOperations } from "./spread.ts";
import { typeOperations } from "./types.ts";

export { distinct, stopGradient, withGradient } from "./alias.ts";
export { putAlong, takeAlong } from "./along.ts";
export { add, clip, div, max, min, mul, neg, square, sub } from "./arithmetic.ts";
export { channelAffine, channelDot, channelSum } from "./channels.ts";
export { equal, greater, greaterOrEqual, less, lessOrEqual, where } from "./compare.ts";
export { conv, type ConvolutionOptions, convTranspose, isConvolution } from "./convolution.ts";
export { pad, reverse } from "./edges.ts";
export type { Operand } from "./elementwise.ts";
export { full } from "./full.ts";
export {
  abs,
  cos,
  erf,
  exp,
  floor,
  gelu,
  isPositive,
  log,
  relu,
  selu,
  seluFloor,
  sigmoid,
  sign,
  silu,
  sin,
  sqrt,
  tanh,
} from "./functions.ts";
export { inverseDeviation, layerNormalize } from "./layer-norm.ts";
export { gridSample } from "./grid-sample.ts";
export { affine, matmul } from "./matmul.ts";
export { averagePool, largest, maxPool, type PoolingOptions, upsample } from "./pooling.ts";
export { concat, gather, scatterAdd, slice, transpose } from "./rearrange.ts";
export { mean } from "./mean.ts";
export { logSoftmax, softmax } from "./softmax.ts";
export { expand, maxAlong, minAlong, reshape, sum } from "./spread.ts";
export { bitXor, cast, shiftRight } from "./types.ts";

/** The table: every operation that a graph can hold, beside its leaves. */
export const operations: readonly Operation[] = [
  ...alongOperations,
  ...arithmeticOperations,
  ...channelOperations,
  ...compareOperations,
  ...convolutionOperations,
  ...edgeOperations,
  ...functionOperations,
  ...layerNormOperations,
  ...gridSampleOperations,
  ...matmulOperations,
  ...poolingOperations,
  ...rearrangeOperations,
  ...softmaxOperations,
  ...spreadOperations,
  ...typeOperations,
  aliasOperation,
];
