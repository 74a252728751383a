import {
  cast,
  div,
  equal,
  matmul,
  max,
  maxAlong,
  mul,
  reshape,
  slice,
  stopGradient,
  sub,
  sum,
  type Tensor,
} from "../graph/index.ts";
import { choice } from "../seams/index.ts";
import { defineLayer, type LayerTools } from "./define.ts";
import { sequenceOf } from "./sequences.ts";

/** How vectors `[batch, length, width]` become one, given which are tokens: `[batch, length]`, or all when absent. */
type Pooling = (x: Tensor, mask: Tensor | undefined) => Tensor;

const first: Pooling = (x) => slice(x, 1, 0, 1);

/** The sum of the vectors with a weight for each, `[batch, length]`: `[batch, 1, width]`. */
const weightedSum = (x: Tensor, weights: Tensor): Tensor => {
  const [batch = 1, length = 1] = weights.shape;
  return matmul(reshape(weights, [batch, 1, length]), x);
};

const mean: Pooling = (x, mask) => {
  if (!mask) return mul(sum(x, [1], true), 1 / (x.shape[1] as number));
  return weightedSum(x, div(mask, max(sum(mask, [1], true), 1)));
};

/** The largest number of each unit as a sum over those that are as large, so that a gradient flows. */
const largest: Pooling = (x, mask) => {
  const tokens = mask && reshape(mask, [...mask.shape, 1]);
  const tokensOnly = tokens ? sub(x, mul(sub(1, tokens), 1e30)) : x;
  const isLargest = cast(equal(tokensOnly, maxAlong(tokensOnly, [1], true)), "float32");
  const ofTokens = tokens ? mul(isLargest, tokens) : isLargest;
  const shares = div(ofTokens, max(sum(ofTokens, [1], true), 1));
  return sum(mul(x, stopGradient(shares)), [1], true);
};

const poolings = { mean, first, max: largest } as const satisfies Record<string, Pooling>;

export const tokenPooling = defineLayer({
  id: "tokenPooling",
  title: "Token pooling",
  summary: "Makes one vector of the vectors of a text's tokens: from [length, width] to [width].",
  params: {
    by: choice(["mean", "first", "max"], {
      description: "Whether it is their mean, the first one, or the largest number of each unit.",
      default: "mean",
    }),
  },
  build: (x, { by }, tools: LayerTools) => {
    const { batch, width } = sequenceOf(x, tools);
    return reshape(poolings[by](x, tools.tokens?.mask), [batch, width]);
  },
});
