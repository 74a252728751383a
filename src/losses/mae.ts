import { abs, mean, sub } from "../graph/index.ts";
import { defineLoss } from "./define.ts";

export const mae = defineLoss({
  id: "mae",
  title: "Mean absolute error",
  summary:
    "Averages the absolute differences between outputs and targets; outliers weigh less than in a square.",
  formula: String.raw`\frac{1}{K} \sum_k |z_k - y_k|`,
  references: [],
  task: "regression",
  params: {},
  perExample: (outputs, targets) => mean(abs(sub(outputs, targets)), [1]),
  predict: (outputs) => outputs,
  link: (value) => value,
});
