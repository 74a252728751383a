import { mul } from "../../graph/index.ts";
import { defineRegularizer, live } from "../../seams/index.ts";
import { conventions, shrinkage } from "../decay.ts";
import { totalSquares } from "../penalties.ts";

export const frobenius = defineRegularizer({
  id: "frobenius",
  title: "Frobenius norm",
  summary:
    "Adds the squared Frobenius norm of every weight matrix to the objective: L2 without the division by the number of examples.",
  formula: String.raw`\lambda \sum_W \|W\|_F^2 = \lambda \sum_W \sum_{ij} w_{ij}^2`,
  params: {
    lambda: live({
      symbol: String.raw`\lambda`,
      description: "What the sum of the squared norms is multiplied with.",
      min: 0,
      default: 0.0005,
      off: 0,
      search: { from: 1e-6, to: 0.01, scale: "log" },
    }),
  },
  strength: "lambda",
  treats: ["large-gap"],
  needs: [],
  interactions: [
    "It is L2 in the convention sum: both at work add up.",
    "Adaptive optimizers rescale its gradient like the loss's: what AdamW does is decoupled weight decay.",
    "Before a normalization it acts through the effective learning rate alone.",
  ],
  references: [
    {
      authors: "Krogh and Hertz",
      year: 1991,
      title: "A Simple Weight Decay Can Improve Generalization",
      url: "https://papers.nips.cc/paper/1991/hash/8eefcfdf5990e441f0fb6f3fad709e21-Abstract.html",
    },
  ],
  source: ["000", "001"],
  conventions: { sum: conventions.sum },
  effect: ({ lambda }, scale) =>
    shrinkage({ lambda, convention: conventions.sum, under: "With plain SGD" }, scale),
  at: {
    loss: (weights, { lambda }) =>
      mul(lambda, totalSquares(weights.filter(({ value }) => value.shape.length > 1))),
  },
});
