import { argmax, defineMetric } from "./define.ts";

export const accuracy = defineMetric({
  id: "accuracy",
  title: "Accuracy",
  task: "classification",
  better: "higher",
  formula: String.raw`\frac{1}{n} \sum_i [\arg\max_k p_{ik} = y_i]`,
  summary: "The share of rows whose most probable class is the right one; the first class wins a tie.",
  references: [],
  compute: (predictions) => {
    const predicted = argmax(predictions);
    let right = 0;
    for (let row = 0; row < predictions.rows; row++) {
      if (predicted[row] === predictions.labels[row]) right++;
    }
    return right / predictions.rows;
  },
});
