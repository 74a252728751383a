import { count } from "../seams/index.ts";
import { convolve, slidingParameters, weightedParameters } from "./convolution.ts";
import { defineLayer } from "./define.ts";

export const conv = defineLayer({
  id: "conv",
  title: "Convolution",
  summary: "Slides filters over images or sequences, with one bias for each filter and an activation.",
  params: {
    filters: count({ description: "Number of filters: the channels of the output.", min: 1, default: 32 }),
    ...slidingParameters,
    groups: count({
      description: "Number of parts that channels and filters fall into; each filter sees one part.",
      min: 1,
      default: 1,
    }),
    ...weightedParameters,
  },
  build: convolve,
});
