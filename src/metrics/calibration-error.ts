import { totalWeight } from "./counts.ts";
import { defineMetric } from "./define.ts";
import { reliability } from "./reliability.ts";

export const calibrationError = defineMetric({
  id: "calibrationError",
  title: "Calibration error",
  task: "classification",
  better: "lower",
  isCalibration: true,
  isDetail: true,
  formula: String.raw`\sum_b \frac{n_b}{n} \left| \mathrm{acc}_b - \mathrm{conf}_b \right|`,
  summary:
    "The mean distance between how sure predictions are and how often they are right, over fifteen bins of equal width by the probability of the predicted class.",
  references: [
    {
      authors: "Guo, Pleiss, Sun, Weinberger",
      year: 2017,
      title: "On Calibration of Modern Neural Networks",
      url: "https://proceedings.mlr.press/v70/guo17a.html",
    },
  ],
  compute: (predictions) =>
    reliability(predictions).reduce(
      (total, { rows, confidence, right }) => total + rows * Math.abs(right - confidence),
      0,
    ) / totalWeight(predictions),
});
