import { defineMetric } from "./define.ts";
import { meanOf, meanOverRows } from "./residuals.ts";

export const rmse = defineMetric({
  id: "rmse",
  title: "Root mean squared error",
  task: "regression",
  better: "lower",
  isDetail: true,
  formula: String.raw`\frac{1}{d} \sum_j \sqrt{\frac{1}{n} \sum_i (\hat y_{ij} - y_{ij})^2}`,
  summary:
    "The root of the mean squared distance between prediction and target, averaged over the outputs, in the target's unit.",
  references: [],
  compute: (predictions) => meanOf(meanOverRows(predictions, (residual) => residual ** 2).map(Math.sqrt)),
});
