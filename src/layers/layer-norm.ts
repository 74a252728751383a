import { add, mul } from "../graph/index.ts";
import { choice } from "../seams/index.ts";
import { defineLayer } from "./define.ts";
import {
  epsilonParameter,
  gainAndOffset,
  scaledChannels,
  scaleParameter,
  standardized,
} from "./normalization.ts";

export const layerNorm = defineLayer({
  id: "layerNorm",
  title: "Layer normalization",
  summary: "Brings the units of each example to mean 0 and variance 1, with a trainable gain and offset.",
  params: {
    over: choice(["auto", "last", "example"], {
      description:
        "What is normalized together: the last axis, or the whole example with a gain for each channel; auto takes the example for images, else the last axis.",
      default: "auto",
    }),
    epsilon: epsilonParameter,
    scale: scaleParameter,
  },
  build: (x, { over, epsilon, scale }, tools) => {
    const axes = x.shape.map((_, axis) => axis).slice(1);
    if (over === "example" || (over === "auto" && axes.length === 3))
      return scaledChannels(standardized(x, axes, epsilon), scale, tools);
    const normalized = standardized(x, axes.slice(-1), epsilon);
    if (!scale) return normalized;
    const { gain, offset } = gainAndOffset(x.shape.at(-1) as number, tools);
    return add(mul(normalized, gain), offset);
  },
});
