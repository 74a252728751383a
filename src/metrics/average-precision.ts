import { weightOf } from "./counts.ts";
import { defineMetric } from "./define.ts";

export const averagePrecision = defineMetric({
  id: "averagePrecision",
  title: "Average precision (positive class)",
  task: "classification",
  better: "higher",
  isDetail: true,
  isFinal: true,
  ofPositive: "Average precision",
  mostClasses: 2,
  formula: String.raw`\sum_t (R_t - R_{t-1}) P_t`,
  summary:
    "Of two classes: the precision of the positive one, averaged over its recall as ever smaller probabilities are taken for it; its share of the rows for a guess. It tells more than ROC-AUC where the class is rare.",
  references: [
    {
      authors: "Saito, Rehmsmeier",
      year: 2015,
      title:
        "The precision-recall plot is more informative than the ROC plot when evaluating binary classifiers on imbalanced datasets",
      url: "https://doi.org/10.1371/journal.pone.0118432",
    },
  ],
  compute: (predictions) => {
    const { rows, classes, labels, probabilities, positive = 1 } = predictions;
    const scoreOf = (row: number): number => probabilities[row * classes + positive] as number;
    for (let row = 0; row < rows; row++) if (Number.isNaN(scoreOf(row))) return Number.NaN;
    const order = Uint32Array.from({ length: rows }, (_, row) => row).toSorted(
      (a, b) => scoreOf(b) - scoreOf(a),
    );
    // Rows taken for the class so far, those of it among them, and the sum over its rows of the precision.
    let [taken, hits, sum] = [0, 0, 0];
    for (let at = 0; at < rows; ) {
      const score = scoreOf(order[at] as number);
      const before = hits;
      for (; at < rows && scoreOf(order[at] as number) === score; at++) {
        const row = order[at] as number;
        const weight = weightOf(predictions, row);
        taken += weight;
        if (labels[row] === positive) hits += weight;
      }
      if (taken > 0) sum += ((hits - before) * hits) / taken;
    }
    return sum / hits;
  },
});
