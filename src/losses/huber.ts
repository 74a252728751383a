import { abs, mean, min, mul, sub } from "../graph/index.ts";
import { fixed } from "../seams/index.ts";
import { defineLoss } from "./define.ts";

export const huber = defineLoss({
  id: "huber",
  title: "Huber loss",
  summary: "Takes half the squared error where it is small and grows linearly where it is large.",
  formula: String.raw`\frac{1}{K} \sum_k \begin{cases} \frac{1}{2} e_k^2 & |e_k| \le \delta \\ \delta (|e_k| - \frac{1}{2} \delta) & \text{else} \end{cases}, \quad e = z - y`,
  references: [
    {
      authors: "Huber",
      year: 1964,
      title: "Robust Estimation of a Location Parameter",
      url: "https://doi.org/10.1214/aoms/1177703732",
    },
  ],
  task: "regression",
  params: {
    delta: fixed({
      symbol: String.raw`\delta`,
      description: "Size of an error, in units of the scaled target, from which it counts linearly.",
      min: 0,
      aboveMin: true,
      default: 1,
    }),
  },
  perExample: (outputs, targets, { delta }) => {
    const size = abs(sub(outputs, targets));
    // Both branches in one expression, which keeps NaN visible: a choice by comparison would swallow it.
    const near = min(size, delta);
    return mean(mul(near, sub(size, mul(near, 0.5))), [1]);
  },
  predict: (outputs) => outputs,
  link: (value) => value,
});
