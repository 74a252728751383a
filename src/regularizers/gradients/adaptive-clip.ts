import { max, mul, type Tensor } from "../../graph/index.ts";
import { defineRegularizer, fixed, live, unitNorms } from "../../seams/index.ts";
import { factorWithin, shareBeyond } from "../clipping.ts";

export const adaptiveClip = defineRegularizer({
  id: "adaptiveClip",
  title: "Adaptive gradient clipping (AGC)",
  summary:
    "Scales the gradient of a unit's weights down whenever its norm exceeds a share of the norm of those weights.",
  formula: String.raw`g_u \leftarrow g_u \min(1, \lambda \max(\|w_u\|, \epsilon) / \|g_u\|)`,
  params: {
    ratio: live({
      symbol: String.raw`\lambda`,
      description:
        "Largest norm of a unit's gradient, as a share of the norm of its weights; the paper leaves the last layer out.",
      min: 0,
      aboveMin: true,
      default: 0.01,
      search: { from: 0.001, to: 0.3, scale: "log" },
    }),
    epsilon: fixed({
      symbol: String.raw`\epsilon`,
      description: "Least norm that weights are taken to have, so that those that start at 0 can move.",
      min: 0,
      aboveMin: true,
      default: 0.001,
    }),
  },
  strength: "ratio",
  treats: ["diverged"],
  needs: [],
  interactions: [
    "It measures gradients by the size of the weights: weight decay that shrinks them clips harder too.",
    "It was made for networks without batch normalization, and takes over there what the normalization did for large steps.",
  ],
  references: [
    {
      authors: "Brock et al.",
      year: 2021,
      title: "High-Performance Large-Scale Image Recognition Without Normalization",
      url: "https://arxiv.org/abs/2102.06171",
    },
  ],
  source: ["002 §1.4.12"],
  at: {
    gradients: (gradients, { ratio, epsilon }, { parameters, report }) => {
      const units = gradients.map((g, i) => ({
        size: unitNorms(g),
        limit: mul(ratio, max(unitNorms(parameters[i]?.value ?? g), epsilon)),
      }));
      report("clipped", shareBeyond(units));
      return units.map(({ size, limit }, i) => mul(gradients[i] as Tensor, factorWithin(size, limit)));
    },
  },
});
