import { div, mul, sub } from "../../graph/index.ts";
import { defineRegularizer, live } from "../../seams/index.ts";

export const dropout = defineRegularizer({
  id: "dropout",
  title: "Dropout",
  summary:
    "Sets a random share of the hidden units to zero at every step and scales up the others to keep the mean.",
  formula: String.raw`h \odot m / (1 - p), \quad m \sim \mathrm{Bernoulli}(1 - p)`,
  params: {
    rate: live({
      symbol: "p",
      description: "Probability that a unit is dropped.",
      min: 0,
      max: 0.95,
      default: 0.5,
      off: 0,
      search: { from: 0.05, to: 0.8, scale: "linear" },
    }),
  },
  strength: "rate",
  treats: ["large-gap", "late-rise", "over-confidence"],
  needs: ["hiddenLayers"],
  interactions: [
    "Before batch normalization it shifts the variance between training and evaluation: put it behind the last normalization (Li et al. 2019).",
    "Max-norm goes with it: bounded weights allow the high learning rates that make up for its noise (Srivastava et al. 2014).",
    "It slows learning down: give early stopping more patience, and the network more units.",
  ],
  references: [
    {
      authors: "Srivastava et al.",
      year: 2014,
      title: "Dropout: A Simple Way to Prevent Neural Networks from Overfitting",
      url: "https://jmlr.org/papers/v15/srivastava14a.html",
    },
  ],
  source: ["002 §1.2.4"],
  elsewhere: {
    keras: (rate) => `keras.layers.Dropout(${rate})`,
    pytorch: (rate) => `torch.nn.Dropout(p=${rate})`,
    // Encoders are pretrained with 0.1, and what the default would drop they do not recover from in a few epochs.
    huggingFace: () =>
      "AutoModelFor….from_pretrained(…, hidden_dropout_prob=0.2), of models like BERT and ViT",
    fastai: (rate) => `vision_learner(…, ps=${rate})`,
  },
  samplesPrediction: true,
  at: {
    // Scaling the mask rather than the units saves a pass on the way back.
    layers: (h, { rate }, { keepMask }) => mul(h, div(keepMask(h.shape, rate), sub(1, rate))),
  },
});
