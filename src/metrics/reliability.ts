import { weightOf } from "./counts.ts";
import { argmax, type ClassificationPredictions } from "./define.ts";

/** The rows whose predicted class has a probability within one bin. */
export interface ReliabilityBin {
  /** How many rows, by their weights. */
  readonly rows: number;
  /** The mean probability of the predicted class; 0 without rows. */
  readonly confidence: number;
  /** The share of rows that are of the predicted class; 0 without rows. */
  readonly right: number;
}

const bins = 15;

/**
 * How often predictions are right by how sure they are, over fifteen bins of equal width, each without its lower end: what a
 * reliability diagram shows (DeGroot and Fienberg 1983; Guo et al. 2017).
 */
export function reliability(predictions: ClassificationPredictions): readonly ReliabilityBin[] {
  const { rows, classes, labels, probabilities } = predictions;
  const predicted = argmax(predictions);
  const sums = Array.from({ length: bins }, () => ({ rows: 0, confidence: 0, right: 0 }));
  for (let row = 0; row < rows; row++) {
    const guess = predicted[row] as number;
    const confidence = probabilities[row * classes + guess] as number;
    const sum = sums[Math.min(bins - 1, Math.max(0, Math.ceil(confidence * bins) - 1))];
    if (sum === undefined) continue;
    const weight = weightOf(predictions, row);
    sum.rows += weight;
    sum.confidence += weight * confidence;
    sum.right += guess === labels[row] ? weight : 0;
  }
  return sums.map((sum) =>
    sum.rows > 0 ? { ...sum, confidence: sum.confidence / sum.rows, right: sum.right / sum.rows } : sum,
  );
}
