import { defineMetric } from "./define.ts";
import { meanOf, meanOverRows } from "./residuals.ts";

export const mae = defineMetric({
  id: "mae",
  title: "Mean absolute error",
  task: "regression",
  better: "lower",
  formula: String.raw`\frac{1}{n d} \sum_{i,j} |\hat y_{ij} - y_{ij}|`,
  summary:
    "The mean distance between prediction and target, over all rows and outputs, in the target's unit.",
  references: [
    {
      authors: "Willmott, Matsuura",
      year: 2005,
      title:
        "Advantages of the mean absolute error (MAE) over the root mean square error (RMSE) in assessing average model performance",
      url: "https://doi.org/10.3354/cr030079",
    },
  ],
  compute: (predictions) => meanOf(meanOverRows(predictions, Math.abs)),
});
