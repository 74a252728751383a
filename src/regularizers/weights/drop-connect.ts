import { div, mul, sub } from "../../graph/index.ts";
import { defineRegularizer, live } from "../../seams/index.ts";

export const dropConnect = defineRegularizer({
  id: "dropConnect",
  title: "DropConnect",
  summary:
    "Sets a random share of the weights to zero at every step, one mask for the batch, and scales up the others to keep the mean.",
  formula: String.raw`W \odot M / (1 - p), \quad M_{ij} \sim \mathrm{Bernoulli}(1 - p)`,
  params: {
    rate: live({
      symbol: "p",
      description: "Probability that a weight is dropped.",
      min: 0,
      max: 0.95,
      default: 0.5,
      off: 0,
      search: { from: 0.05, to: 0.7, scale: "linear" },
    }),
  },
  strength: "rate",
  treats: ["large-gap", "late-rise"],
  needs: [],
  references: [
    {
      authors: "Wan et al.",
      year: 2013,
      title: "Regularization of Neural Networks using DropConnect",
      url: "https://proceedings.mlr.press/v28/wan13.html",
    },
  ],
  source: ["002 §1.2.5"],
  at: {
    weights: (weight, { rate }, { keepMask }) => mul(weight, div(keepMask(weight.shape, rate), sub(1, rate))),
  },
});
