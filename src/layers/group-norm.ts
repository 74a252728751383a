import { divisorsOf } from "../base/index.ts";
import { reshape, sizeOf } from "../graph/index.ts";
import { count } from "../seams/index.ts";
import { refuseTokenVectors } from "./channels.ts";
import { defineLayer } from "./define.ts";
import { misfit } from "./misfit.ts";
import { epsilonParameter, scaledChannels, scaleParameter, standardized } from "./normalization.ts";

export const groupNorm = defineLayer({
  id: "groupNorm",
  title: "Group normalization",
  summary:
    "Brings groups of channels of each example to mean 0 and variance 1, with a trainable gain and offset for each channel.",
  params: {
    groups: count({ description: "Number of groups that the channels fall into.", min: 1, default: 8 }),
    epsilon: epsilonParameter,
    scale: scaleParameter,
  },
  build: (x, { groups, epsilon, scale }, tools) => {
    refuseTokenVectors(x, tools);
    const [batch = 1, channels = 1, ...space] = x.shape;
    if (channels % groups !== 0)
      throw misfit(tools, {
        got: `${groups} groups for ${channels} channels`,
        expected: `a number that divides them: ${divisorsOf(channels).join(", ")}`,
      });
    const grouped = reshape(x, [batch, groups, (channels / groups) * sizeOf(space)]);
    return scaledChannels(reshape(standardized(grouped, [2], epsilon), x.shape), scale, tools);
  },
});
