import { UserError } from "../base/index.ts";
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
import { affineOf, sequenceOf } from "./sequences.ts";

/** Queries, keys and values of each head: `[batch, heads, length, width of a head]`. */
interface Attended {
  readonly queries: Tensor;
  readonly keys: Tensor;
  readonly values: Tensor;
}

/** What is added to the scores: 0 for tokens, and for padding so little that it gets exactly no attention. */
function paddingScores({ tokens }: LayerTools): Tensor | undefined {
  if (!tokens) return undefined;
  const [batch = 1, length = 1] = tokens.mask.shape;
  return reshape(mul(sub(tokens.mask, 1), 1e9), [batch, 1, 1, length]);
}

/** softmax(q kᵀ + scores) v. Its gradient goes through the small results instead of the large matrix of attention. */
function attend({ queries, keys, values }: Attended, scores: Tensor | undefined): Tensor {
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
      throw new UserError({
        where: tools.name,
        got: `${heads} heads for vectors of width ${width}`,
        expected: "a number of heads that divides the width",
      });
    const size = width / heads;
    const units = width;
    const scale = 1 / Math.sqrt(size);
    const split = (t: Tensor): Tensor => transpose(reshape(t, [batch, length, heads, size]), [0, 2, 1, 3]);
    const attended = attend(
      {
        queries: split(affineOf(x, { part: "query", units, scale: { weight: scale, bias: scale } }, tools)),
        keys: split(affineOf(x, { part: "key", units }, tools)),
        values: split(affineOf(x, { part: "value", units }, tools)),
      },
      paddingScores(tools),
    );
    const joined = reshape(transpose(attended, [0, 2, 1, 3]), [batch, length, width]);
    return tools.site(affineOf(joined, { part: "output", units }, tools), "hidden");
  },
});
