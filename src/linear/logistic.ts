import type { Examples } from "./examples.ts";
import { type FitOptions, fitPenalized } from "./penalized.ts";
import { eachScores, type SparseExamples } from "./row-products.ts";

/** Probabilities of classes from `x W + b`: their softmax, or of two classes the sigmoid of the one number of the second. */
export interface LogisticModel {
  readonly classes: number;
  /** `[outputs, columns + 1]`, intercepts last; one output for two classes, else one for each. */
  readonly coefficients: Float64Array;
}

/**
 * Minimizes `Σ wᵢ · −log p(yᵢ) + λ/2 ‖W‖²`, the intercepts without penalty.
 * @param labels `[rows]`, in 0 … classes − 1.
 */
export function fitLogistic(
  examples: Examples | SparseExamples,
  labels: ArrayLike<number>,
  classes: number,
  options: FitOptions,
): LogisticModel {
  const outputs = classes === 2 ? 1 : classes;
  const lossOf = (row: number, scores: Float64Array): number => lossAndErrors(scores, labels[row] as number);
  const bend = (1 - 1 / classes) / classes;
  return { classes, coefficients: fitPenalized(examples, { outputs, bend, lossOf }, options) };
}

/** The loss of one row; its scores become what the gradient is made of: probability minus truth. */
function lossAndErrors(scores: Float64Array, label: number): number {
  if (scores.length === 1) {
    const score = scores[0] as number;
    scores[0] = 1 / (1 + Math.exp(-score)) - label;
    const margin = label === 1 ? score : -score;
    return margin > 0 ? Math.log1p(Math.exp(-margin)) : Math.log1p(Math.exp(margin)) - margin;
  }
  const right = scores[label] as number;
  const { top, total } = softmax(scores);
  scores[label] = (scores[label] as number) - 1;
  return Math.log(total) + top - right;
}

/** Scores become probabilities. */
function softmax(scores: Float64Array): { readonly top: number; readonly total: number } {
  let top = -Infinity;
  for (let k = 0; k < scores.length; k++) top = Math.max(top, scores[k] as number);
  let total = 0;
  for (let k = 0; k < scores.length; k++) {
    const power = Math.exp((scores[k] as number) - top);
    scores[k] = power;
    total += power;
  }
  for (let k = 0; k < scores.length; k++) scores[k] = (scores[k] as number) / total;
  return { top, total };
}

/** `[rows, classes]`. */
export function probabilitiesOf(
  { classes, coefficients }: LogisticModel,
  examples: Examples | SparseExamples,
): Float32Array {
  const probabilities = new Float32Array(examples.rows * classes);
  eachScores(examples, coefficients, (row, scores) => {
    if (classes === 2) {
      const second = 1 / (1 + Math.exp(-(scores[0] as number)));
      probabilities.set([1 - second, second], 2 * row);
    } else {
      softmax(scores);
      probabilities.set(scores, classes * row);
    }
  });
  return probabilities;
}
