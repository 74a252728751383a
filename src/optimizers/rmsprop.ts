import { add, div, mul, sqrt, square, sub, type Tensor } from "../graph/index.ts";
import { fixed } from "../seams/index.ts";
import { defineOptimizer } from "./define.ts";

export const rmsprop = defineOptimizer({
  id: "rmsprop",
  title: "RMSprop",
  summary:
    "Divides each weight's gradient by its running root mean square; as PyTorch does it: Keras starts from α = 0.9 and adds ε under the root.",
  formula: String.raw`v \leftarrow \alpha v + (1 - \alpha) g^2, \quad b \leftarrow \mu b + \frac{g}{\sqrt{v} + \epsilon}, \quad w \leftarrow w - \eta b`,
  references: [
    {
      authors: "Tieleman and Hinton",
      year: 2012,
      title: "Neural Networks for Machine Learning, lecture 6.5: rmsprop",
      url: "https://www.cs.toronto.edu/~tijmen/csc321/slides/lecture_slides_lec6.pdf",
    },
  ],
  params: {
    smoothing: fixed({
      symbol: String.raw`\alpha`,
      description: "Share of the running mean of squared gradients that is kept at each step.",
      min: 0,
      max: 0.999999,
      default: 0.99,
    }),
    momentum: fixed({
      symbol: String.raw`\mu`,
      description: "Share of the last scaled step that is kept.",
      min: 0,
      max: 0.9999,
      default: 0,
      off: 0,
    }),
    epsilon: fixed({
      symbol: String.raw`\epsilon`,
      description: "Number added to the root mean square, against division by zero.",
      min: 0,
      aboveMin: true,
      default: 1e-8,
    }),
  },
  defaultLearningRate: 0.01,
  slots: ({ momentum }) => (momentum > 0 ? ["square", "velocity"] : ["square"]),
  update: ({ weight, gradient, slots, learningRate }, { smoothing, momentum, epsilon }) => {
    // The slots leave out the factor 1 − α of the mean, a pass over the weights: it goes into the step and epsilon.
    const scale = Math.sqrt(1 - smoothing);
    const squares = add(mul(slots["square"] as Tensor, smoothing), square(gradient));
    const scaled = div(gradient, add(sqrt(squares), epsilon / scale));
    const before = slots["velocity"];
    const velocity = before ? add(mul(before, momentum), scaled) : scaled;
    return {
      weight: sub(weight, mul(velocity, mul(learningRate, 1 / scale))),
      slots: { square: squares, ...(before && { velocity }) },
    };
  },
});
