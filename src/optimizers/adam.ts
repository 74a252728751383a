import { sub } from "../graph/index.ts";
import { defineOptimizer } from "./define.ts";
import { momentParams, momentScalars, momentSlots, momentStep } from "./moments.ts";

export const adam = defineOptimizer({
  id: "adam",
  title: "Adam",
  summary: "Scales each weight's step by running means of its gradient and of its square.",
  formula: String.raw`m \leftarrow \beta_1 m + (1 - \beta_1) g, \; v \leftarrow \beta_2 v + (1 - \beta_2) g^2, \; w \leftarrow w - \eta \frac{m / (1 - \beta_1^t)}{\sqrt{v / (1 - \beta_2^t)} + \epsilon}`,
  references: [
    {
      authors: "Kingma and Ba",
      year: 2015,
      title: "Adam: A Method for Stochastic Optimization",
      url: "https://arxiv.org/abs/1412.6980",
    },
  ],
  params: momentParams,
  defaultLearningRate: 0.001,
  slots: () => momentSlots,
  scalars: (update, settings) => momentScalars(update, settings),
  update: (change, settings) => {
    const { step, slots } = momentStep(change, settings);
    return { weight: sub(change.weight, step), slots };
  },
});
