import { UserError } from "../../base/index.ts";
import { div, mul, sub } from "../../graph/index.ts";
import { defineRegularizer, flag, live, type ModelParameter } from "../../seams/index.ts";

/** @throws UserError for a weight whose layer takes one value for all examples. */
function shapePerExample({ name, value, examples }: ModelParameter): readonly number[] {
  if (examples !== undefined) return [examples, ...value.shape];
  throw new UserError({
    where: "dropConnect.perExample",
    got: `true for ${name}, which all examples of a batch share`,
    expected: "weights of dense layers",
    hint: 'Choose those by layers, such as ["dense1", "output"]; another entry without perExample can drop weights of the others',
  });
}

export const dropConnect = defineRegularizer({
  id: "dropConnect",
  title: "DropConnect",
  summary:
    "Sets a random share of the weights to zero at every step, for the batch or for each example, and scales up the others to keep the mean.",
  formula: String.raw`W \odot M / (1 - p), \quad M_{ij} \sim \mathrm{Bernoulli}(1 - p)`,
  params: {
    rate: live({
      symbol: "p",
      description: "Probability that a weight is dropped.",
      min: 0,
      max: 0.95,
      default: 0.5,
      off: 0,
      search: { from: 0.05, to: 0.7, scale: "linear" },
    }),
    perExample: flag({
      description:
        "Whether each example has a mask of its own, as in the paper: whose weights then take memory for each example. Dense layers alone can do that: `layers` chooses them, and another entry drops weights of the others.",
      default: false,
    }),
  },
  strength: "rate",
  treats: ["large-gap", "late-rise"],
  needs: [],
  interactions: [
    "It drops weights where dropout drops units: on the same layers the two together leave little.",
    "Before batch normalization its noise shifts the variance between training and evaluation, as dropout's does.",
  ],
  references: [
    {
      authors: "Wan et al.",
      year: 2013,
      title: "Regularization of Neural Networks using DropConnect",
      url: "https://proceedings.mlr.press/v28/wan13.html",
    },
  ],
  source: ["002 §1.2.5"],
  samplesPrediction: true,
  at: {
    weights: (weight, { rate, perExample }, { keepMask, parameter }) => {
      const shape = perExample ? shapePerExample(parameter) : parameter.value.shape;
      // The factor last: products take it to their smaller side.
      return mul(mul(weight, keepMask(shape, rate)), div(1, sub(1, rate)));
    },
  },
});
