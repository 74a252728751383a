import { add, mul, sub } from "../graph/index.ts";
import { fixed, flag } from "../seams/index.ts";
import { defineOptimizer } from "./define.ts";

export const sgd = defineOptimizer({
  id: "sgd",
  title: "Stochastic gradient descent",
  summary: "Steps against the gradient, on request with momentum in PyTorch's form.",
  formula: String.raw`v \leftarrow \mu v + g, \quad w \leftarrow w - \eta v \quad \text{(Nesterov: } w - \eta (g + \mu v) \text{)}`,
  references: [
    {
      authors: "Sutskever et al.",
      year: 2013,
      title: "On the importance of initialization and momentum in deep learning",
      url: "https://proceedings.mlr.press/v28/sutskever13.html",
    },
  ],
  params: {
    momentum: fixed({
      symbol: String.raw`\mu`,
      description: "Share of the last velocity that is kept.",
      min: 0,
      max: 0.9999,
      default: 0,
      off: 0,
      search: { from: 0.5, to: 0.99, scale: "linear" },
    }),
    nesterov: flag({
      description: "Whether the step looks ahead along the velocity; without momentum it changes nothing.",
      default: false,
    }),
  },
  defaultLearningRate: 0.1,
  slots: ({ momentum }) => (momentum > 0 ? ["velocity"] : []),
  isProportional: ({ momentum }) => momentum === 0,
  update: ({ weight, gradient, slots, learningRate }, { momentum, nesterov }) => {
    const before = slots["velocity"];
    if (!before) return { weight: sub(weight, mul(gradient, learningRate)), slots: {} };
    const velocity = add(mul(before, momentum), gradient);
    const direction = nesterov ? add(mul(velocity, momentum), gradient) : velocity;
    return { weight: sub(weight, mul(direction, learningRate)), slots: { velocity } };
  },
});
