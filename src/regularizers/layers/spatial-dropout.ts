import { div, mul, sub } from "../../graph/index.ts";
import { defineRegularizer, live } from "../../seams/index.ts";

export const spatialDropout = defineRegularizer({
  id: "spatialDropout",
  title: "Spatial dropout",
  summary:
    "Sets whole random channels of images and sequences to zero at every step and scales up the others to keep the mean.",
  formula: String.raw`h_c \, m_c / (1 - p), \quad m_c \sim \mathrm{Bernoulli}(1 - p) \;\text{for each channel}`,
  params: {
    rate: live({
      symbol: "p",
      description: "Probability that a channel of an example is dropped.",
      min: 0,
      max: 0.95,
      default: 0.2,
      off: 0,
      search: { from: 0.05, to: 0.5, scale: "linear" },
    }),
  },
  strength: "rate",
  treats: ["large-gap", "late-rise", "over-confidence"],
  needs: ["channels"],
  interactions: [
    "It drops whole channels, where dropout leaves neighbours that say the same: in convolutional layers take it instead of dropout, not beside it.",
    "Before batch normalization it shifts the variance between training and evaluation, as dropout does.",
  ],
  references: [
    {
      authors: "Tompson et al.",
      year: 2015,
      title: "Efficient Object Localization Using Convolutional Networks",
      url: "https://arxiv.org/abs/1411.4280",
    },
  ],
  source: [],
  elsewhere: {
    keras: (rate) => `keras.layers.SpatialDropout2D(${rate})`,
    pytorch: (rate) => `torch.nn.Dropout2d(p=${rate})`,
  },
  samplesPrediction: true,
  at: {
    layers: (h, { rate }, { keepMask, site: { channelAxis } }) => {
      // Neighbours in a channel say nearly the same, so that dropping them one by one would hide little. Plain units have
      // no neighbours.
      if (channelAxis === undefined) return h;
      const channels = h.shape.map((size, axis) => (axis === 0 || axis === channelAxis ? size : 1));
      return mul(h, div(keepMask(channels, rate), sub(1, rate)));
    },
  },
});
