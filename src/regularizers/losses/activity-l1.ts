import { abs, add, constant, mul, sum, type Tensor } from "../../graph/index.ts";
import { defineRegularizer, live } from "../../seams/index.ts";

/** The sizes of all numbers of each example, `[batch]`. */
const sizes = (hidden: Tensor): Tensor =>
  sum(
    abs(hidden),
    hidden.shape.slice(1).map((_, axis) => axis + 1),
  );

export const activityL1 = defineRegularizer({
  id: "activityL1",
  title: "L1 on activations",
  summary:
    "Adds the sizes of all hidden units, as the next layer sees them, to the loss of each example, so that few units answer to it.",
  formula: String.raw`\ell + \lambda \sum_j |h_j|`,
  params: {
    lambda: live({
      symbol: String.raw`\lambda`,
      description:
        "Strength of the penalty: what it multiplies is summed over units and averaged over examples, as in Keras.",
      min: 0,
      default: 0.0001,
      off: 0,
      search: { from: 0.000001, to: 0.01, scale: "log" },
    }),
  },
  strength: "lambda",
  treats: ["large-gap", "late-rise"],
  needs: ["hiddenLayers"],
  interactions: [
    "A normalization right before the activation fixes how large activations are: the penalty then acts through its gains and offsets alone.",
    "Large weights of the next layer can make up for small activations: weight decay there keeps the penalty from coming to nothing.",
  ],
  references: [
    {
      authors: "Glorot, Bordes and Bengio",
      year: 2011,
      title: "Deep Sparse Rectifier Neural Networks",
      url: "https://proceedings.mlr.press/v15/glorot11a.html",
    },
  ],
  source: [],
  sites: "hidden",
  at: {
    losses: (losses, { lambda }, { pass }) =>
      add(
        losses,
        mul(
          lambda,
          pass.activations.map(({ value }) => sizes(value)).reduce((a, b) => add(a, b), constant(0)),
        ),
      ),
  },
});
