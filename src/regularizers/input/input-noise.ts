import { add, mul } from "../../graph/index.ts";
import { defineRegularizer, flag, live } from "../../seams/index.ts";

export const inputNoise = defineRegularizer({
  id: "inputNoise",
  title: "Input noise",
  summary: "Adds fresh normal noise to every input at every step.",
  formula: String.raw`x \leftarrow x + \sigma z, \quad x \leftarrow x (1 + \sigma z) \;\text{(multiplicative)}, \quad z \sim N(0, 1)`,
  params: {
    sigma: live({
      symbol: String.raw`\sigma`,
      description:
        "Standard deviation of the noise, in units of the inputs after scaling: of a column's own standard deviation in tables.",
      min: 0,
      default: 0.1,
      off: 0,
      search: { from: 0.01, to: 1, scale: "log" },
    }),
    multiplicative: flag({
      description: "Whether the noise is in proportion to each input, so that an input of 0 has none.",
      default: false,
    }),
  },
  strength: "sigma",
  treats: ["large-gap"],
  needs: ["numericInputs"],
  interactions: [
    "Small noise on the inputs of a linear model is ridge: beside L2 the two add up.",
    "Batch normalization behind the first layer counts the noise into its variance, so that evaluation sees less spread than training.",
  ],
  references: [
    {
      authors: "Bishop",
      year: 1995,
      title: "Training with Noise is Equivalent to Tikhonov Regularization",
      url: "https://doi.org/10.1162/neco.1995.7.1.108",
    },
  ],
  source: ["002 §1.5.14"],
  elsewhere: {
    keras: (sigma) => `keras.layers.GaussianNoise(${sigma})`,
  },
  at: {
    input: (x, { sigma, multiplicative }, { normal }) => {
      const noise = mul(sigma, normal(x.shape));
      return multiplicative ? mul(x, add(noise, 1)) : add(x, noise);
    },
  },
});
