import { defineMetric } from "./define.ts";
import { meanOf, meanOverRows } from "./residuals.ts";

export const mse = defineMetric({
  id: "mse",
  title: "Mean squared error",
  task: "regression",
  better: "lower",
  formula: String.raw`\frac{1}{n d} \sum_{i,j} (\hat y_{ij} - y_{ij})^2`,
  summary: "The mean squared distance between prediction and target, over all rows and outputs.",
  references: [],
  compute: (predictions) => meanOf(meanOverRows(predictions, (residual) => residual ** 2)),
});
