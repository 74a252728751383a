import { full, layerNormalize } from "../graph/index.ts";
import { choice } from "../seams/index.ts";
import { refuseTokenVectors } from "./channels.ts";
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
    if (over === "example" || (over === "auto" && axes.length === 3)) {
      refuseTokenVectors(x, tools);
      return scaledChannels(standardized(x, axes, epsilon), scale, tools);
    }
    const width = x.shape.at(-1) as number;
    const { gain, offset } = scale
      ? gainAndOffset(width, tools)
      : { gain: full(1, [width]), offset: full(0, [width]) };
    return layerNormalize(x, gain, offset, epsilon);
  },
});
