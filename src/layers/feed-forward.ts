import {
  add,
  erf,
  exp,
  mul,
  neg,
  relu,
  reshape,
  sizeOf,
  square,
  type Tensor,
  withGradient,
} from "../graph/index.ts";
import { choice, count } from "../seams/index.ts";
import { defineLayer } from "./define.ts";
import { affineOf, inBlocks, rowsOf, sequenceOf } from "./sequences.ts";

/** u (1 + erf u), which is √2 gelu(√2 u). The factors go into the weights around it, which are fewer. */
function scaledGelu(u: Tensor): Tensor {
  const twiceShare = add(erf(u), 1);
  return withGradient(mul(u, twiceShare), [u], (slope) => {
    const twiceDensity = mul(exp(neg(square(u))), 2 / Math.sqrt(Math.PI));
    return [mul(slope, add(twiceShare, mul(u, twiceDensity)))];
  });
}

/** What each activation does, and the scale of its input and output. */
const activations = {
  gelu: { apply: scaledGelu, scale: Math.SQRT1_2 },
  relu: { apply: relu, scale: 1 },
} as const;

export const feedForward = defineLayer({
  id: "feedForward",
  title: "Feed-forward layer",
  summary: "Sends each vector of a sequence by itself through a wider hidden layer and back to its width.",
  params: {
    units: count({ description: "Width of the hidden layer.", min: 1, default: 256 }),
    activation: choice(["gelu", "relu"], {
      description: "Function applied to the hidden layer.",
      default: "gelu",
    }),
  },
  build: (x, { units, activation }, tools) => {
    const { width } = sequenceOf(x, tools);
    const { apply, scale } = activations[activation];
    const inside = { part: "hidden", units, scale: { weight: scale, bias: scale } };
    const outside = { part: "output", units: width, scale: { weight: scale, bias: 1 } };
    const [hidden, output] = [affineOf(width, inside, tools), affineOf(units, outside, tools)];
    const rows = rowsOf(x);
    const between = sizeOf(x.shape.slice(0, -1)) * units;
    const flat = inBlocks([rows], { between, isTraining: tools.isTraining }, ([block]) =>
      output(apply(hidden(block as Tensor))),
    );
    return tools.site(reshape(flat, x.shape), "hidden");
  },
});
