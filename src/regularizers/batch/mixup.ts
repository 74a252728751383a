import { defineRegularizer, live } from "../../seams/index.ts";
import { mixed } from "../mixing.ts";

export const mixup = defineRegularizer({
  id: "mixup",
  title: "Mixup",
  summary:
    "Replaces each example and its target by a weighted mean with another example of the batch, by a share drawn for each pair.",
  formula: String.raw`\tilde{x} = \lambda x_i + (1 - \lambda) x_j, \quad \tilde{y} = \lambda y_i + (1 - \lambda) y_j, \quad \lambda \sim \mathrm{Beta}(\alpha, \alpha)`,
  params: {
    alpha: live({
      symbol: String.raw`\alpha`,
      description:
        "Shape of the distribution of shares: near 0 few examples are mixed, at 1 all shares are alike.",
      min: 0,
      max: 100,
      default: 0.4,
      off: 0,
      search: { from: 0.1, to: 8, scale: "log" },
    }),
  },
  strength: "alpha",
  treats: ["large-gap", "over-confidence"],
  needs: ["numericInputs"],
  interactions: [
    "It softens targets, as CutMix and label smoothing do: with several of them probabilities come out too low, so weaken one.",
    "It regularizes strongly by itself: beside it a smaller weight decay is usually enough.",
  ],
  references: [
    {
      authors: "Zhang et al.",
      year: 2018,
      title: "mixup: Beyond Empirical Risk Minimization",
      url: "https://arxiv.org/abs/1710.09412",
    },
  ],
  source: ["002 §1.3.9"],
  elsewhere: {
    keras: (alpha) => `keras.layers.MixUp(alpha=${alpha})`,
    pytorch: (alpha) => `torchvision.transforms.v2.MixUp(alpha=${alpha}, num_classes=…)`,
    ultralytics: () => "model.train(…, mixup=0.1)",
    fastai: (alpha) => `Learner(…, cbs=MixUp(${alpha}))`,
  },
  at: {
    batch: ({ inputs, targets }, { alpha }, { beta, partners }) => {
      const rows = inputs.shape[0] as number;
      const mix = { partners: partners(rows), share: beta(rows, alpha) };
      return { inputs: mixed(inputs, mix), targets: mixed(targets, mix) };
    },
  },
});
