import { weightOf } from "./counts.ts";
import { type ClassificationPredictions, defineMetric } from "./define.ts";

/**
 * The share of pairs of a row of class `k` and a row of another class in which the first has the larger probability of
 * `k`; equal probabilities count one half. NaN where there are no such pairs.
 */
function areaOf(predictions: ClassificationPredictions, k: number): number {
  const { rows, classes, labels, probabilities } = predictions;
  const scoreOf = (row: number): number => probabilities[row * classes + k] as number;
  for (let row = 0; row < rows; row++) if (Number.isNaN(scoreOf(row))) return Number.NaN;
  const order = Uint32Array.from({ length: rows }, (_, row) => row).toSorted(
    (a, b) => scoreOf(a) - scoreOf(b),
  );
  // Others below the present score; those of the class and others with the present score.
  let [below, area, positives] = [0, 0, 0];
  for (let at = 0; at < rows; ) {
    const score = scoreOf(order[at] as number);
    let [own, others] = [0, 0];
    for (; at < rows && scoreOf(order[at] as number) === score; at++) {
      const row = order[at] as number;
      if (labels[row] === k) own += weightOf(predictions, row);
      else others += weightOf(predictions, row);
    }
    area += own * (below + others / 2);
    below += others;
    positives += own;
  }
  return area / (positives * below);
}

export const rocAuc = defineMetric({
  id: "rocAuc",
  title: "ROC-AUC",
  task: "classification",
  better: "higher",
  isDetail: true,
  isFinal: true,
  formula: String.raw`P(p_{ik} > p_{jk} \mid y_i = k, y_j \neq k) + \tfrac{1}{2} P(p_{ik} = p_{jk})`,
  summary:
    "How often a row of a class gets a larger probability of it than a row of another: 0.5 for a guess; with more than two classes, the mean over those that occur.",
  references: [
    {
      authors: "Fawcett",
      year: 2006,
      title: "An introduction to ROC analysis",
      url: "https://doi.org/10.1016/j.patrec.2005.10.010",
    },
  ],
  compute: (predictions) => {
    if (predictions.classes === 2) return areaOf(predictions, 1);
    const areas = Array.from({ length: predictions.classes }, (_, k) => areaOf(predictions, k)).filter(
      (area) => !Number.isNaN(area),
    );
    return areas.reduce((total, area) => total + area, 0) / areas.length;
  },
});
