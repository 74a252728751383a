import { add, mul } from "../../graph/index.ts";
import { defineRegularizer, live } from "../../seams/index.ts";

export const weightNoise = defineRegularizer({
  id: "weightNoise",
  title: "Weight noise",
  summary:
    "Adds fresh normal noise to the weights at every step, takes the gradient there and applies it to the weights without noise.",
  formula: String.raw`w \leftarrow w - \eta \nabla L(w + \sigma z), \quad z \sim N(0, 1)`,
  params: {
    sigma: live({
      symbol: String.raw`\sigma`,
      description: "Standard deviation of the noise on each weight.",
      min: 0,
      default: 0.01,
      off: 0,
      search: { from: 0.001, to: 0.3, scale: "log" },
    }),
  },
  strength: "sigma",
  treats: ["large-gap"],
  needs: [],
  interactions: [
    "The noise has a size of its own: weight decay that shrinks weights makes it count for more.",
    "Before a normalization weights can outgrow it, since their scale changes nothing else.",
  ],
  references: [
    {
      authors: "An",
      year: 1996,
      title: "The Effects of Adding Noise During Backpropagation Training on a Generalization Performance",
      url: "https://doi.org/10.1162/neco.1996.8.3.643",
    },
  ],
  source: ["002 §1.5.15"],
  samplesPrediction: true,
  at: {
    weights: (w, { sigma }, { normal, parameter: { value } }) => add(w, mul(sigma, normal(value.shape))),
  },
});
