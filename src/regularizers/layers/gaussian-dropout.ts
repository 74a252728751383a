import { add, div, mul, sqrt, sub } from "../../graph/index.ts";
import { defineRegularizer, live } from "../../seams/index.ts";

export const gaussianDropout = defineRegularizer({
  id: "gaussianDropout",
  title: "Gaussian dropout",
  summary:
    "Multiplies each hidden unit by Gaussian noise around one, of the variance that dropout at the same rate has.",
  formula: String.raw`h \odot \xi, \quad \xi \sim \mathcal{N}\left(1, \tfrac{p}{1 - p}\right)`,
  params: {
    rate: live({
      symbol: "p",
      description: "Rate of the dropout whose variance the noise has.",
      min: 0,
      max: 0.95,
      default: 0.5,
      off: 0,
      search: { from: 0.05, to: 0.8, scale: "linear" },
    }),
  },
  strength: "rate",
  treats: ["over-confidence", "large-gap"],
  needs: ["hiddenLayers"],
  interactions: [
    "Its noise has the mean and variance of dropout's at the same rate: take one of the two.",
    "Before batch normalization it shifts the variance between training and evaluation, as dropout does.",
  ],
  references: [
    {
      authors: "Srivastava et al.",
      year: 2014,
      title: "Dropout: A Simple Way to Prevent Neural Networks from Overfitting",
      url: "https://jmlr.org/papers/v15/srivastava14a.html",
    },
  ],
  source: [],
  elsewhere: {
    keras: (rate) => `keras.layers.GaussianDropout(${rate})`,
  },
  samplesPrediction: true,
  at: {
    layers: (h, { rate }, { normal }) => mul(h, add(mul(normal(h.shape), sqrt(div(rate, sub(1, rate)))), 1)),
  },
});
