import { totalWeight, weightOf } from "./counts.ts";
import { defineMetric } from "./define.ts";

/** The distance from 1 to the next number in single precision: no probability is known better than this. */
const least = 2 ** -23;

export const logLoss = defineMetric({
  id: "logLoss",
  title: "Log loss",
  task: "classification",
  better: "lower",
  isDetail: true,
  formula: String.raw`-\frac{1}{n} \sum_i \log p_{i y_i}`,
  summary:
    "The mean negative logarithm of the probability given to the right class, whatever loss was trained; probabilities are kept off 0 and 1 by what single precision can tell and brought to the sum 1.",
  references: [],
  compute: (predictions) => {
    const { rows, classes, labels, probabilities } = predictions;
    let total = 0;
    for (let row = 0; row < rows; row++) {
      let sum = 0;
      let right = 0;
      for (let k = 0; k < classes; k++) {
        const p = Math.min(1 - least, Math.max(least, probabilities[row * classes + k] as number));
        sum += p;
        if (k === labels[row]) right = p;
      }
      total -= weightOf(predictions, row) * Math.log(right / sum);
    }
    return total / totalWeight(predictions);
  },
});
