import { div, mul, sub } from "../../graph/index.ts";
import { defineRegularizer, live } from "../../seams/index.ts";

export const stochasticDepth = defineRegularizer({
  id: "stochasticDepth",
  title: "Stochastic depth",
  summary:
    "Skips the branches of random residual blocks for each example, deeper ones more often, and scales up the others to keep the mean.",
  formula: String.raw`h_l \, m_l / (1 - p_l), \quad m_l \sim \mathrm{Bernoulli}(1 - p_l), \quad p_l = p \, l / L`,
  params: {
    rate: live({
      symbol: "p",
      description:
        "Probability that an example skips the last of the L blocks; it grows linearly with depth.",
      min: 0,
      max: 0.95,
      default: 0.2,
      off: 0,
      search: { from: 0.05, to: 0.5, scale: "linear" },
    }),
  },
  strength: "rate",
  treats: ["large-gap", "late-rise", "over-confidence"],
  needs: ["residualBlocks"],
  interactions: [
    "Layers inside of a branch compute, and batch normalization collects its statistics, also where the branch is dropped.",
    "Dropout inside of the branches adds noise to noise: weaken one of the two.",
  ],
  sites: "branch",
  references: [
    {
      authors: "Huang et al.",
      year: 2016,
      title: "Deep Networks with Stochastic Depth",
      url: "https://arxiv.org/abs/1603.09382",
    },
  ],
  source: ["002 §1.6.17"],
  elsewhere: {
    pytorch: (rate) => `torchvision.ops.StochasticDepth(${rate}, "row")`,
  },
  at: {
    // Scaled in training and not, as first published, in evaluation: models are evaluated and exported as they are.
    layers: (h, { rate }, { keepMask, site: { depth } }) => {
      const skip = mul(rate, depth);
      const [batch = 1, ...example] = h.shape;
      return mul(h, div(keepMask([batch, ...example.map(() => 1)], skip), sub(1, skip)));
    },
  },
});
