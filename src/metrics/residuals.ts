// Means over the residuals of a regression.
import { totalWeight, weightOf } from "./counts.ts";
import type { RegressionPredictions } from "./define.ts";

/** For each output, the mean over the rows of something of its residual. */
export function meanOverRows(
  predictions: RegressionPredictions,
  of: (residual: number) => number,
): readonly number[] {
  const { rows, outputs, predicted, actual } = predictions;
  const total = totalWeight(predictions);
  return Array.from({ length: outputs }, (_, output) => {
    let sum = 0;
    for (let row = 0; row < rows; row++) {
      const at = row * outputs + output;
      sum += weightOf(predictions, row) * of((predicted[at] as number) - (actual[at] as number));
    }
    return sum / total;
  });
}

export const meanOf = (values: readonly number[]): number =>
  values.reduce((total, value) => total + value, 0) / values.length;
