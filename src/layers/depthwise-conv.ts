import { count } from "../seams/index.ts";
import { convolve, slidingParameters, weightedParameters } from "./convolution.ts";
import { defineLayer } from "./define.ts";
import { spaceOf } from "./window.ts";

export const depthwiseConv = defineLayer({
  id: "depthwiseConv",
  title: "Depthwise convolution",
  summary: "Slides filters of its own over each channel, without mixing channels.",
  params: {
    multiplier: count({ description: "Number of filters for each channel.", min: 1, default: 1 }),
    ...slidingParameters,
    ...weightedParameters,
  },
  build: (x, { multiplier, ...settings }, tools) => {
    const { channels } = spaceOf(x, tools);
    return convolve(x, { ...settings, filters: channels * multiplier, groups: channels }, tools);
  },
});
