import { constant, div, max, min, mul, neg, sub, type Tensor } from "../../graph/index.ts";
import {
  choice,
  defineRegularizer,
  type Effect,
  flag,
  live,
  type Scale,
  type Tools,
} from "../../seams/index.ts";
import { digits } from "../decay.ts";
import { totalSizes } from "../penalties.ts";

/** What Σ|w| is multiplied with in the penalty of each convention. */
const coefficients = {
  mean: (lambda: Tensor, { trainingRows }: Pick<Tools, "trainingRows">) => div(lambda, trainingRows),
  sum: (lambda: Tensor) => lambda,
};

/** The proximal map of t · |w|: every weight moves by t towards 0, and those within t of it become exactly 0. */
const softThreshold = (w: Tensor, t: Tensor): Tensor => sub(w, max(neg(t), min(w, t)));

/** The distance that plain SGD takes every weight towards 0, and what it comes to. */
function pull(slope: number, { learningRate, stepsPerEpoch, epochs }: Scale): Effect {
  const perStep = learningRate * slope;
  const perEpoch = perStep * stepsPerEpoch;
  const text = `Each update of plain SGD moves every weight by ${digits(perStep)} towards 0, each epoch by ${digits(perEpoch)}`;
  // Weights start within about 1 of 0.
  if (perEpoch > 1) return { text, warning: "Weights all but vanish within an epoch" };
  if (slope > 0 && perEpoch * epochs < 0.001)
    return { text, warning: `Over the whole run that is less than 0.001: nothing measurable` };
  return { text };
}

export const l1 = defineRegularizer({
  id: "l1",
  title: "L1 (lasso)",
  summary:
    "Adds the sum of the weights' absolute values to the objective, which pulls all of them towards 0 equally hard.",
  formula: String.raw`\frac{\lambda}{n} \sum_w |w| \;\text{(mean)}, \quad \lambda \sum_w |w| \;\text{(sum)}, \quad w \leftarrow \mathrm{sign}(w) \max(|w| - \eta \lambda / n, 0) \;\text{(proximal)}`,
  params: {
    lambda: live({
      symbol: String.raw`\lambda`,
      description: "Strength of the penalty, in the convention chosen.",
      min: 0,
      default: 1,
      off: 0,
      search: { from: 0.01, to: 100, scale: "log" },
    }),
    convention: choice(["mean", "sum"], {
      description: "What λ multiplies: mean Σ|w|/n with n training examples, sum Σ|w|.",
      default: "mean",
    }),
    proximal: flag({
      description:
        "Whether weights are moved towards 0 after each update instead of by a penalty: small ones then become exactly 0, and the objective is the loss alone.",
      default: false,
    }),
  },
  strength: "lambda",
  treats: ["large-gap"],
  needs: [],
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
  effect: ({ lambda, convention }, scale) =>
    pull(convention === "mean" ? lambda / scale.trainingRows : lambda, scale),
  at: {
    loss: (weights, { lambda, convention, proximal }, tools) =>
      proximal ? constant(0) : mul(coefficients[convention](lambda, tools), totalSizes(weights)),
    update: ({ after }, { lambda, convention, proximal }, tools) =>
      proximal
        ? softThreshold(after, mul(tools.learningRate, coefficients[convention](lambda, tools)))
        : after,
  },
});
