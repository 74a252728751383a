// Normalization by the statistics of a batch, as a layer of its own and behind the shortcut of a residual block.
import {
  add,
  channelAffine,
  channelDot,
  channelSum,
  constant,
  div,
  max,
  mul,
  reshape,
  sizeOf,
  sub,
  sum,
  type Tensor,
} from "../graph/index.ts";
import { fixed, type Settings } from "../seams/index.ts";
import { refuseTokenVectors } from "./channels.ts";
import type { LayerTools } from "./define.ts";
import { epsilonParameter, gainAndOffset, rescaled, scaleParameter } from "./normalization.ts";

export const batchParameters = {
  momentum: fixed({
    symbol: "m",
    description: "Share of the newest batch in the running statistics.",
    min: 0,
    max: 1,
    default: 0.1,
  }),
  epsilon: epsilonParameter,
  scale: scaleParameter,
};

/** The settings of a normalization that nobody sets anything of. */
export const usualBatchSettings: Settings<typeof batchParameters> = {
  momentum: batchParameters.momentum.schema.parse(undefined),
  epsilon: batchParameters.epsilon.schema.parse(undefined),
  scale: batchParameters.scale.schema.parse(undefined),
};

interface Moments {
  readonly mean: Tensor;
  readonly variance: Tensor;
}

/** Mean and variance of each channel over the rows that are there, and how many numbers they are made of. */
function batchMoments(x: Tensor, present: Tensor | undefined): Moments & { readonly count: Tensor } {
  const [batch = 1, , ...space] = x.shape;
  const rows = present ? sum(present) : constant(batch);
  const count = mul(rows, sizeOf(space));
  const there = present ? mul(x, reshape(present, [batch, ...x.shape.slice(1).map(() => 1)])) : x;
  const mean = div(channelSum(there), count);
  const variance = max(sub(div(channelDot(there, there), count), mul(mean, mean)), 0);
  return { mean, variance, count };
}

/** The statistics to normalize with: those of the batch in training, which move the running ones. */
function moments(x: Tensor, momentum: number, tools: LayerTools): Moments {
  const batch = tools.isTraining ? batchMoments(x, tools.present) : undefined;
  const shape = [x.shape[1] as number];
  const towards = (value: Tensor | undefined) =>
    value && ((before: Tensor) => add(mul(before, 1 - momentum), mul(value, momentum)));
  // The variance of all examples is estimated without the bias of a small batch.
  const unbiased = batch && mul(batch.variance, div(batch.count, max(sub(batch.count, 1), 1)));
  const mean = tools.running("mean", { shape, initial: 0, after: towards(batch?.mean) });
  const variance = tools.running("variance", { shape, initial: 1, after: towards(unbiased) });
  return batch ?? { mean, variance };
}

/** Each channel brought to mean 0 and variance 1, then scaled and shifted where asked for. */
export function batchNormalized(
  x: Tensor,
  { momentum, epsilon, scale }: Settings<typeof batchParameters>,
  tools: LayerTools,
): Tensor {
  refuseTokenVectors(x, tools);
  const { mean, variance } = moments(x, momentum, tools);
  const rate = rescaled(variance, epsilon);
  if (!scale) return channelAffine(x, rate, mul(mean, mul(rate, -1)));
  const { gain, offset } = gainAndOffset(x.shape[1] as number, tools);
  const factor = mul(gain, rate);
  return channelAffine(x, factor, sub(offset, mul(mean, factor)));
}
