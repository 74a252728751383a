import { mean, square, sub } from "../graph/index.ts";
import { defineLoss } from "./define.ts";

export const mse = defineLoss({
  id: "mse",
  title: "Mean squared error",
  summary: "Averages the squared differences between outputs and targets.",
  formula: String.raw`\frac{1}{K} \sum_k (z_k - y_k)^2`,
  references: [],
  task: "regression",
  params: {},
  perExample: (outputs, targets) => mean(square(sub(outputs, targets)), [1]),
  predict: (outputs) => outputs,
  link: (value) => value,
});
