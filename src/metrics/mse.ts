import { defineMetric } from "./define.ts";

export const mse = defineMetric({
  id: "mse",
  title: "Mean squared error",
  task: "regression",
  better: "lower",
  formula: String.raw`\frac{1}{n d} \sum_{i,j} (\hat y_{ij} - y_{ij})^2`,
  summary: "The mean squared distance between prediction and target, over all rows and outputs.",
  references: [],
  compute: ({ predicted, actual }) => {
    let squares = 0;
    for (let i = 0; i < actual.length; i++)
      squares += ((predicted[i] as number) - (actual[i] as number)) ** 2;
    return squares / actual.length;
  },
});
