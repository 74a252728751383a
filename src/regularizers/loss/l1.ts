import { clip, constant, mul, neg, sub, type Tensor } from "../../graph/index.ts";
import { defineRegularizer } from "../../seams/index.ts";
import { factorOf, lassoParameters, pull } from "../lasso.ts";
import { totalSizes } from "../penalties.ts";

/** The proximal map of t · |w|: every weight moves by t towards 0, and those within t of it become exactly 0. */
const softThreshold = (w: Tensor, t: Tensor): Tensor => sub(w, clip(w, neg(t), t));

export const l1 = defineRegularizer({
  id: "l1",
  title: "L1 (lasso)",
  summary:
    "Adds the sum of the weights' absolute values to the objective, which pulls all of them towards 0 equally hard.",
  formula: String.raw`\frac{\lambda}{n} \sum_w |w| \;\text{(mean)}, \quad \lambda \sum_w |w| \;\text{(sum)}, \quad w \leftarrow \mathrm{sign}(w) \max(|w| - \eta \lambda / n, 0) \;\text{(proximal)}`,
  params: lassoParameters("Σ|w|", "small ones"),
  strength: "lambda",
  treats: ["large-gap"],
  needs: [],
  interactions: [
    "With L2 beside it, it is an elastic net, which names the two parts.",
    "Adaptive optimizers rescale its gradient like the loss's, so that not all weights are pulled equally hard; the proximal form does so by the plain learning rate.",
    "Before a normalization only the size of weights to each other counts.",
  ],
  takesParameters: true,
  references: [
    {
      authors: "Tibshirani",
      year: 1996,
      title: "Regression Shrinkage and Selection via the Lasso",
      url: "https://doi.org/10.1111/j.2517-6161.1996.tb02080.x",
    },
    {
      authors: "Parikh and Boyd",
      year: 2014,
      title: "Proximal Algorithms",
      url: "https://doi.org/10.1561/2400000003",
    },
  ],
  source: ["002 §1.1.1"],
  elsewhere: {
    keras: () => "keras.layers.Dense(…, kernel_regularizer=keras.regularizers.L1(1e-5))",
  },
  effect: (settings, scale) => pull("every weight", settings, scale),
  at: {
    loss: (weights, { proximal, ...strength }, tools) =>
      proximal ? constant(0) : mul(factorOf(strength, tools), totalSizes(weights)),
    update: ({ after }, { proximal, ...strength }, tools) =>
      proximal ? softThreshold(after, mul(tools.learningRate, factorOf(strength, tools))) : after,
  },
});
