import type { Examples } from "./examples.ts";
import { type FitOptions, fitPenalized } from "./penalized.ts";
import { eachScores, type SparseExamples } from "./row-products.ts";

/** `ŷ = x W + b`. */
export interface RidgeModel {
  readonly outputs: number;
  /** `[outputs, columns + 1]`, intercepts last. */
  readonly coefficients: Float64Array;
}

/**
 * Minimizes `Σ wᵢ ‖yᵢ − ŷᵢ‖² + λ ‖W‖²`, the intercepts without penalty.
 * @param targets `[rows, outputs]`.
 */
export function fitRidge(
  examples: Examples | SparseExamples,
  targets: ArrayLike<number>,
  options: FitOptions,
): RidgeModel {
  const outputs = targets.length / examples.rows;
  /** Half of it: so has λ its half as well. */
  const lossOf = (row: number, scores: Float64Array): number => {
    let sum = 0;
    for (let k = 0; k < outputs; k++) {
      const error = (scores[k] as number) - (targets[row * outputs + k] as number);
      scores[k] = error;
      sum += error ** 2;
    }
    return sum / 2;
  };
  return { outputs, coefficients: fitPenalized(examples, { outputs, bend: 1, lossOf }, options) };
}

/** `[rows, outputs]`. */
export function predictRidge(
  { outputs, coefficients }: RidgeModel,
  examples: Examples | SparseExamples,
): Float32Array {
  const predicted = new Float32Array(examples.rows * outputs);
  eachScores(examples, coefficients, (row, scores) => predicted.set(scores, row * outputs));
  return predicted;
}
