import { add, mul, sub } from "../../graph/index.ts";
import { defineRegularizer, live } from "../../seams/index.ts";
import { digits } from "../decay.ts";
import { totalSizes, totalSquares } from "../penalties.ts";

export const elasticNet = defineRegularizer({
  id: "elasticNet",
  title: "Elastic net",
  summary:
    "Adds a mixture of the weights' absolute values and half of their squares to the objective, as glmnet and scikit-learn define it.",
  formula: String.raw`\lambda \left( \rho \sum_w |w| + \frac{1 - \rho}{2} \sum_w w^2 \right)`,
  params: {
    lambda: live({
      symbol: String.raw`\lambda`,
      description:
        "Strength of the whole penalty: lambda of glmnet, alpha of scikit-learn, whose squared error is halved (double it for mse).",
      min: 0,
      default: 0.001,
      off: 0,
      search: { from: 1e-6, to: 0.1, scale: "log" },
    }),
    ratio: live({
      symbol: String.raw`\rho`,
      description: "Share of L1: alpha of glmnet, l1_ratio of scikit-learn; 1 is the lasso, 0 is ridge.",
      min: 0,
      max: 1,
      default: 0.5,
      search: { from: 0.05, to: 0.95, scale: "linear" },
    }),
  },
  strength: "lambda",
  treats: ["large-gap"],
  needs: [],
  interactions: [
    "L1 or L2 beside it only adds to its two parts.",
    "Adaptive optimizers rescale its gradient like the loss's: on the way to the minimum not all weights are pulled equally hard.",
  ],
  takesParameters: true,
  references: [
    {
      authors: "Zou and Hastie",
      year: 2005,
      title: "Regularization and Variable Selection via the Elastic Net",
      url: "https://doi.org/10.1111/j.1467-9868.2005.00503.x",
    },
    {
      authors: "Friedman, Hastie and Tibshirani",
      year: 2010,
      title: "Regularization Paths for Generalized Linear Models via Coordinate Descent",
      url: "https://doi.org/10.18637/jss.v033.i01",
    },
  ],
  source: ["002 §1.1.3"],
  elsewhere: {
    keras: () => "keras.layers.Dense(…, kernel_regularizer=keras.regularizers.L1L2(l1=1e-5, l2=1e-4))",
  },
  effect: ({ lambda, ratio }, { learningRate }) => ({
    text: `With plain SGD each update moves every weight by ${digits(learningRate * lambda * ratio)} towards 0 and shrinks it by the factor 1 − ${digits(learningRate * lambda * (1 - ratio))}`,
  }),
  at: {
    loss: (weights, { lambda, ratio }) =>
      mul(lambda, add(mul(ratio, totalSizes(weights)), mul(mul(sub(1, ratio), 0.5), totalSquares(weights)))),
  },
});
