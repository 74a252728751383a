import { totalWeight, weightOf } from "./counts.ts";
import { defineMetric } from "./define.ts";

const most = 5;

export const top5Accuracy = defineMetric({
  id: "top5Accuracy",
  title: "Top-5 accuracy",
  task: "classification",
  better: "higher",
  isShareOfRows: true,
  isDetail: true,
  leastClasses: most + 1,
  formula: String.raw`\frac{1}{n} \sum_i [\,|\{k : p_{ik} > p_{i y_i}\}| < 5\,]`,
  summary:
    "The share of rows whose right class is among the five most probable ones; of equal ones the first.",
  references: [],
  compute: (predictions) => {
    const { rows, classes, labels, probabilities } = predictions;
    let right = 0;
    for (let row = 0; row < rows; row++) {
      const label = labels[row] as number;
      const of = (k: number): number => probabilities[row * classes + k] as number;
      let ahead = 0;
      for (let k = 0; k < classes; k++) if (of(k) > of(label) || (of(k) === of(label) && k < label)) ahead++;
      if (ahead < most) right += weightOf(predictions, row);
    }
    return right / totalWeight(predictions);
  },
});
