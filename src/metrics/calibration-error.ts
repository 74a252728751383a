import { argmax, defineMetric } from "./define.ts";
import { totalWeight, weightOf } from "./counts.ts";

const bins = 15;

export const calibrationError = defineMetric({
  id: "calibrationError",
  title: "Calibration error",
  task: "classification",
  better: "lower",
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
  compute: (predictions) => {
    const { rows, classes, labels, probabilities } = predictions;
    const predicted = argmax(predictions);
    const gaps = new Float64Array(bins);
    for (let row = 0; row < rows; row++) {
      const guess = predicted[row] as number;
      const confidence = probabilities[row * classes + guess] as number;
      const bin = Math.min(bins - 1, Math.max(0, Math.ceil(confidence * bins) - 1));
      const right = guess === labels[row] ? 1 : 0;
      gaps[bin] = (gaps[bin] as number) + weightOf(predictions, row) * (right - confidence);
    }
    return gaps.reduce((total, gap) => total + Math.abs(gap), 0) / totalWeight(predictions);
  },
});
