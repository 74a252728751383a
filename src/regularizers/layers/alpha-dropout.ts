import { add, div, mul, seluFloor, sqrt, sub } from "../../graph/index.ts";
import { defineRegularizer, live } from "../../seams/index.ts";

export const alphaDropout = defineRegularizer({
  id: "alphaDropout",
  title: "Alpha dropout",
  summary:
    "Sets a random share of the hidden units to the lowest value of SELU and rescales all, so that mean zero and variance one stay.",
  formula: String.raw`a \left(h \odot m + \alpha' (1 - m)\right) + b, \quad m \sim \mathrm{Bernoulli}(1 - p), \quad a = \left((1 - p)(1 + p\,\alpha'^2)\right)^{-1/2}, \quad b = -a\,p\,\alpha', \quad \alpha' = -1.7581`,
  params: {
    rate: live({
      symbol: "p",
      description: "Probability that a unit is dropped.",
      min: 0,
      max: 0.95,
      default: 0.1,
      off: 0,
      search: { from: 0.02, to: 0.5, scale: "linear" },
    }),
  },
  strength: "rate",
  treats: ["over-confidence", "large-gap"],
  needs: ["hiddenLayers"],
  interactions: [
    "It keeps mean and variance only of units with mean 0 and variance 1, as selu networks have them: with relu take dropout.",
    "A normalization behind it does its work over again: choose one of the two.",
  ],
  keeps: "standardized",
  references: [
    {
      authors: "Klambauer et al.",
      year: 2017,
      title: "Self-Normalizing Neural Networks",
      url: "https://arxiv.org/abs/1706.02515",
    },
  ],
  source: [],
  elsewhere: {
    keras: (rate) => `keras.layers.AlphaDropout(${rate})`,
    pytorch: (rate) => `torch.nn.AlphaDropout(p=${rate})`,
  },
  samplesPrediction: true,
  at: {
    layers: (h, { rate }, { keepMask }) => {
      const kept = keepMask(h.shape, rate);
      const scale = div(1, sqrt(mul(sub(1, rate), add(mul(rate, seluFloor ** 2), 1))));
      // A dropped unit becomes a (α' − p α'), and a kept one is moved by −a p α'.
      const shift = mul(sub(sub(1, kept), rate), mul(scale, seluFloor));
      return add(mul(h, mul(kept, scale)), shift);
    },
  },
});
