import {
  add,
  matmul,
  mul,
  reshape,
  softmax,
  sub,
  sum,
  type Tensor,
  transpose,
  withGradient,
} from "../graph/index.ts";
import { count } from "../seams/index.ts";
import { defineLayer, type LayerTools } from "./define.ts";
import { misfit } from "./misfit.ts";
import { affineOf, inBlocks, rowsOf, sequenceOf } from "./sequences.ts";

/** What is added to the scores: 0 for tokens, and for padding so little that it gets exactly no attention. */
function paddingScores({ tokens }: LayerTools): Tensor | undefined {
  if (!tokens) return undefined;
  const [batch = 1, length = 1] = tokens.mask.shape;
  return reshape(mul(sub(tokens.mask, 1), 1e9), [batch, 1, 1, length]);
}

/**
 * softmax(q kᵀ + scores) v for each head, `[batch, heads, length, width of a head]`. Its gradient goes through the small
 * results instead of the large matrix of attention.
 */
function attend(parts: readonly Tensor[]): Tensor {
  const [queries, keys, values, scores] = parts as readonly [Tensor, Tensor, Tensor, Tensor?];
  const products = matmul(queries, keys, false, true);
  const attention = softmax(scores ? add(products, scores) : products);
  const attended = matmul(attention, values);
  return withGradient(attended, [queries, keys, values], (slope) => {
    // Σⱼ pⱼ ∂pⱼ of each row, which the softmax takes off, is the product of the row's result and its slope.
    const shared = sum(mul(slope, attended), [3], true);
    const ofScores = mul(attention, sub(matmul(slope, values, false, true), shared));
    return [matmul(ofScores, keys), matmul(ofScores, queries, true), matmul(attention, slope, true)];
  });
}

export const selfAttention = defineLayer({
  id: "selfAttention",
  title: "Self-attention",
  summary: "Mixes the vectors of a sequence by scaled dot products between them, in several heads.",
  params: {
    heads: count({ description: "Number of heads; it divides the width.", min: 1, default: 4 }),
  },
  build: (x, { heads }, tools) => {
    const { batch, length, width } = sequenceOf(x, tools);
    if (width % heads !== 0)
      throw misfit(tools, {
        got: `${heads} heads for vectors of width ${width}`,
        expected: "a number of heads that divides the width",
      });
    const size = width / heads;
    const units = width;
    const scale = 1 / Math.sqrt(size);
    const split = (t: Tensor): Tensor => transpose(reshape(t, [batch, length, heads, size]), [0, 2, 1, 3]);
    const rows = rowsOf(x);
    const part = (name: string, factor = 1): Tensor =>
      split(affineOf(width, { part: name, units, scale: { weight: factor, bias: factor } }, tools)(rows));
    const padding = paddingScores(tools);
    const attended = inBlocks(
      [part("query", scale), part("key"), part("value"), ...(padding ? [padding] : [])],
      { between: batch * heads * length * length, isTraining: tools.isTraining },
      attend,
    );
    const joined = reshape(transpose(attended, [0, 2, 1, 3]), [batch * length, width]);
    const output = affineOf(width, { part: "output", units }, tools)(joined);
    return tools.site(reshape(output, x.shape), "hidden");
  },
});
