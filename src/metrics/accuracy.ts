import { classCounts, totalWeight } from "./counts.ts";
import { defineMetric } from "./define.ts";

export const accuracy = defineMetric({
  id: "accuracy",
  title: "Accuracy",
  task: "classification",
  better: "higher",
  isShareOfRows: true,
  formula: String.raw`\frac{1}{n} \sum_i [\arg\max_k p_{ik} = y_i]`,
  summary: "The share of rows whose most probable class is the right one; the first class wins a tie.",
  references: [],
  compute: (predictions) =>
    classCounts(predictions).reduce((total, { hits }) => total + hits, 0) / totalWeight(predictions),
});
