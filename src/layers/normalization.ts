// Statistics that normalization layers share, and the gain and offset that follow them.
import { add, channelAffine, div, mean, mul, sqrt, square, sub, type Tensor } from "../graph/index.ts";
import { fixed, flag } from "../seams/index.ts";
import type { LayerTools } from "./define.ts";
import { ones, zeros } from "./initializers.ts";

export const epsilonParameter = fixed({
  symbol: String.raw`\epsilon`,
  description: "Added to the variance, so that a constant input divides by no zero.",
  min: 0,
  aboveMin: true,
  default: 1e-5,
});

export const scaleParameter = flag({
  description: "Whether a trainable gain and offset follow.",
  default: true,
});

export const rescaled = (variance: Tensor, epsilon: number): Tensor => div(1, sqrt(add(variance, epsilon)));

/** The trainable gain and offset of a normalization, one for each of `size` features. */
export function gainAndOffset(size: number, tools: LayerTools): { gain: Tensor; offset: Tensor } {
  const shape = [size];
  return {
    gain: tools.parameter("gain", { shape, role: "gain", initializer: ones }),
    offset: tools.parameter("offset", { shape, role: "offset", initializer: zeros }),
  };
}

/** Zero mean and unit variance over some axes. */
export function standardized(x: Tensor, axes: readonly number[], epsilon: number): Tensor {
  const centred = sub(x, mean(x, axes, true));
  return mul(centred, rescaled(mean(square(centred), axes, true), epsilon));
}

/** Gain and offset for each channel `[batch, channels, ...]`, where asked for. */
export function scaledChannels(x: Tensor, scale: boolean, tools: LayerTools): Tensor {
  if (!scale) return x;
  const { gain, offset } = gainAndOffset(x.shape[1] as number, tools);
  return channelAffine(x, gain, offset);
}
