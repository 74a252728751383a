import {
  add,
  constant,
  div,
  exp,
  log,
  mul,
  sizeOf,
  square,
  sub,
  sum,
  type Tensor,
} from "../../graph/index.ts";
import { defineRegularizer, live, type ModelParameter, type Product } from "../../seams/index.ts";
import { totalSquares } from "../penalties.ts";
import {
  divergenceWeight,
  factorsAmong,
  firstLogVariance,
  ownLogarithms,
  perExample,
  scattered,
} from "../variational.ts";

export const bayesByBackprop = defineRegularizer({
  id: "bayesByBackprop",
  title: "Bayes by Backprop",
  summary:
    "Gives each weight of dense and convolutional layers a normal distribution, learns its variance, and adds the divergence from the prior; weights of embeddings and attention stay numbers.",
  formula: String.raw`\frac{\beta}{n} \sum_w \tfrac{1}{2} \left[ \frac{\sigma_w^2 + w^2}{s^2} - 1 - \log \frac{\sigma_w^2}{s^2} \right], \quad \hat{w} \sim \mathcal{N}(w, \sigma_w^2)`,
  params: {
    weight: divergenceWeight,
    prior: live({
      symbol: "s",
      description: "Standard deviation of the prior of a weight, which has the mean 0.",
      min: 0,
      aboveMin: true,
      default: 0.1,
      search: { from: 0.01, to: 1, scale: "log" },
    }),
    logVariance: firstLogVariance(-8),
  },
  strength: "weight",
  treats: ["large-gap", "late-rise", "over-confidence"],
  needs: [],
  interactions: [
    "Its prior pulls the weights towards 0 already: L2 or weight decay on the same layers counts that twice.",
    "Dropout on the same layers adds noise that its posterior knows nothing of.",
  ],
  references: [
    {
      authors: "Blundell et al.",
      year: 2015,
      title: "Weight Uncertainty in Neural Networks",
      url: "https://proceedings.mlr.press/v37/blundell15.html",
    },
    {
      authors: "Kingma, Salimans and Welling",
      year: 2015,
      title: "Variational Dropout and the Local Reparameterization Trick",
      url: "https://arxiv.org/abs/1506.02557",
    },
  ],
  source: [],
  sites: "product",
  decides: "how weights are distributed",
  samplesPrediction: true,
  at: {
    layers: (sums, { weight, logVariance }, { product, ...tools }) => {
      const { weight: factor } = product as Product;
      const spread = ownLogarithms(factor, tools, { name: "logVariance", start: logVariance });
      return scattered(sums, product as Product, exp(spread), { ...tools, strength: weight });
    },
    loss: (weights, { weight, prior, logVariance }, tools) => {
      const factors = factorsAmong(weights);
      const spreads = factors.map((factor) =>
        ownLogarithms(factor, tools, { name: "logVariance", start: logVariance }),
      );
      return mul(perExample(weight, tools), divergence(factors, spreads, prior));
    },
  },
});

/** The divergence of normal distributions from N(0, s²): of weights as their means, with the logarithms of their variances. */
function divergence(means: readonly ModelParameter[], spreads: readonly Tensor[], prior: Tensor): Tensor {
  const total = (values: readonly Tensor[]): Tensor => values.reduce((a, b) => add(a, b), constant(0));
  const second = add(totalSquares(means), total(spreads.map((spread) => sum(exp(spread)))));
  const count = spreads.reduce((size, { shape }) => size + sizeOf(shape), 0);
  const ofPrior = mul(sub(log(square(prior)), 1), count);
  return mul(sub(add(div(second, square(prior)), ofPrior), total(spreads.map((spread) => sum(spread)))), 0.5);
}
