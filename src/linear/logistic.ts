import { type Examples, weightOf } from "./examples.ts";
import { minimize } from "./minimize.ts";
import { productsOf, type SparseExamples } from "./row-products.ts";

/** Probabilities of classes from `x W + b`: their softmax, or of two classes the sigmoid of the one number of the second. */
export interface LogisticModel {
  readonly classes: number;
  /** `[outputs, columns + 1]`, intercepts last; one output for two classes, else one for each. */
  readonly coefficients: Float64Array;
}

const iterations = 300;

/** How a logistic regression is fitted. */
export interface LogisticOptions {
  /** Above 0, so that separable classes have a solution as well. */
  readonly lambda: number;
  /** Done where no number of the gradient of the mean over the rows is larger; 1e-6 when absent. */
  readonly tolerance?: number;
}

/**
 * Minimizes `Σ wᵢ · −log p(yᵢ) + λ/2 ‖W‖²`, the intercepts without penalty.
 * @param labels `[rows]`, in 0 … classes − 1.
 */
export function fitLogistic(
  examples: Examples | SparseExamples,
  labels: ArrayLike<number>,
  classes: number,
  { lambda, tolerance = 1e-6 }: LogisticOptions,
): LogisticModel {
  const { rows, columns } = examples;
  const outputs = classes === 2 ? 1 : classes;
  const width = columns + 1;
  const scores = new Float64Array(outputs);
  const products = productsOf(examples);
  // As a mean, so that the tolerance means the same for any number of rows.
  const objective = (point: Float64Array, gradient: Float64Array): number => {
    let value = 0;
    gradient.fill(0);
    for (let row = 0; row < rows; row++) {
      const weight = weightOf(examples, row) / rows;
      if (weight === 0) continue;
      products.scores(row, point, scores);
      value += weight * lossAndErrors(scores, labels[row] as number);
      for (let k = 0; k < outputs; k++) scores[k] = weight * (scores[k] as number);
      products.add(row, gradient, scores);
    }
    for (let at = 0; at < point.length; at++) {
      if (at % width === columns) continue;
      value += ((lambda / rows) * (point[at] as number) ** 2) / 2;
      gradient[at] = (gradient[at] as number) + (lambda / rows) * (point[at] as number);
    }
    return value;
  };
  return {
    classes,
    coefficients: minimize(objective, new Float64Array(outputs * width), { iterations, tolerance }),
  };
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
  const { rows } = examples;
  const products = productsOf(examples);
  const scores = new Float64Array(classes === 2 ? 1 : classes);
  const probabilities = new Float32Array(rows * classes);
  for (let row = 0; row < rows; row++) {
    products.scores(row, coefficients, scores);
    if (classes === 2) {
      const second = 1 / (1 + Math.exp(-(scores[0] as number)));
      probabilities.set([1 - second, second], 2 * row);
    } else {
      softmax(scores);
      probabilities.set(scores, classes * row);
    }
  }
  return probabilities;
}
