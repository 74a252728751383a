// Models of scores `x W + b` with penalized weights, found by the gradient of their loss.
import { curvatureOf } from "./curvature.ts";
import { type Examples, weightOf } from "./examples.ts";
import { minimize } from "./minimize.ts";
import { productsOf, rowsAtOnce, scoreRoom, type SparseExamples } from "./row-products.ts";

/** What scores are to come to. */
export interface RowLoss {
  /** How many scores a row has. */
  readonly outputs: number;
  /** The second derivative by a score, where all scores are 0. */
  readonly bend: number;
  /** The loss of a row by its scores, `[outputs]`, which become the derivatives by them. */
  lossOf(this: void, row: number, scores: Float64Array): number;
}

/** How a model is fitted. */
export interface FitOptions {
  /** Above 0, so that there is one solution however many columns there are. */
  readonly lambda: number;
  /** Done where no number of the gradient of the mean over the rows is larger; 1e-6 when absent. */
  readonly tolerance?: number;
  /** At most so many steps; 300 when absent. */
  readonly iterations?: number;
}

/**
 * Minimizes `Σ wᵢ lossᵢ + λ/2 ‖W‖²`, the intercepts without penalty.
 * @returns `[outputs, columns + 1]`, intercepts last.
 */
export function fitPenalized(
  examples: Examples | SparseExamples,
  { outputs, bend, lossOf }: RowLoss,
  { lambda, tolerance = 1e-6, iterations = 300 }: FitOptions,
): Float64Array {
  const { rows, columns } = examples;
  const width = columns + 1;
  const products = productsOf(examples, outputs);
  const { all, each } = scoreRoom(outputs);
  // As a mean, so that the tolerance means the same for any number of rows.
  const objective = (point: Float64Array, gradient: Float64Array): number => {
    let value = 0;
    products.begin(point);
    for (let row = 0; row < rows; row += rowsAtOnce) {
      products.scores(row, all);
      for (const [i, scores] of each.entries()) {
        const weight = row + i < rows ? weightOf(examples, row + i) / rows : 0;
        // A row that does not count may be anything.
        const loss = weight === 0 ? 0 : lossOf(row + i, scores);
        value += weight * loss;
        for (let k = 0; k < outputs; k++) scores[k] = weight === 0 ? 0 : weight * (scores[k] as number);
      }
      products.add(row, all);
    }
    products.end(gradient);
    for (let at = 0; at < point.length; at++) {
      if (at % width === columns) continue;
      value += ((lambda / rows) * (point[at] as number) ** 2) / 2;
      gradient[at] = (gradient[at] as number) + (lambda / rows) * (point[at] as number);
    }
    return value;
  };
  const curvature = "starts" in examples ? undefined : curvatureOf(examples, bend, lambda);
  return minimize(objective, new Float64Array(outputs * width), { iterations, tolerance, curvature });
}
