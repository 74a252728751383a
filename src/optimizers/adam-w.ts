import { mul, sub } from "../graph/index.ts";
import { fixed } from "../seams/index.ts";
import { defineOptimizer } from "./define.ts";
import { momentParams, momentScalars, momentSlots, momentStep } from "./moments.ts";

export const adamW = defineOptimizer({
  id: "adamW",
  title: "AdamW",
  summary:
    "Takes Adam's step and shrinks the weights apart from it; biases are not shrunk, unlike in PyTorch, which decays all it is given.",
  formula: String.raw`w \leftarrow (1 - \eta \lambda) w - \eta \frac{m / (1 - \beta_1^t)}{\sqrt{v / (1 - \beta_2^t)} + \epsilon}`,
  references: [
    {
      authors: "Loshchilov and Hutter",
      year: 2019,
      title: "Decoupled Weight Decay Regularization",
      url: "https://arxiv.org/abs/1711.05101",
    },
  ],
  params: {
    ...momentParams,
    weightDecay: fixed({
      symbol: String.raw`\lambda`,
      description: "Share of each weight, in units of the learning rate, that is taken off at every step.",
      min: 0,
      default: 0.01,
      off: 0,
      search: { from: 1e-4, to: 1, scale: "log" },
    }),
  },
  defaultLearningRate: 0.001,
  slots: () => momentSlots,
  scalars: (update, settings) => momentScalars(update, settings),
  update: (change, settings) => {
    const { parameter, weight, learningRate } = change;
    const { step, slots } = momentStep(change, settings);
    const kept =
      parameter.role === "weight" && settings.weightDecay > 0
        ? mul(weight, sub(1, mul(learningRate, settings.weightDecay)))
        : weight;
    return { weight: sub(kept, step), slots };
  },
});
