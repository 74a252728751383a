import { counted, UserError } from "../base/index.ts";
import type { Examples } from "./examples.ts";
import type { LinearPath } from "./path.ts";

/** The model at one strength. */
export interface LinearCoefficients {
  readonly lambda: number;
  /** `[outputs]`. */
  readonly intercepts: Float64Array;
  /** `[outputs, columns]`. */
  readonly coefficients: Float64Array;
}

/** Between which strengths of a descending list a λ lies: `share` of the one at `left`, the rest of the one at `right`. */
export interface Between {
  readonly left: number;
  readonly right: number;
  readonly share: number;
}

/** Beyond both ends of the list it is the strength at the end, as glmnet has it. */
export function placeOf(lambdas: Float64Array, lambda: number): Between {
  const last = lambdas.length - 1;
  if (lambda >= (lambdas[0] as number)) return { left: 0, right: 0, share: 1 };
  if (lambda <= (lambdas[last] as number)) return { left: last, right: last, share: 1 };
  const right = lambdas.findIndex((value) => value <= lambda);
  const [high, low] = [lambdas[right - 1] as number, lambdas[right] as number];
  return { left: right - 1, right, share: (lambda - low) / (high - low) };
}

/** The model at a strength of the path, or a linear interpolation between its neighbours. */
export function coefficientsAt(path: LinearPath, lambda: number): LinearCoefficients {
  const { left, right, share } = placeOf(path.lambdas, lambda);
  const mixed = (values: Float64Array): Float64Array => {
    const width = values.length / path.lambdas.length;
    return Float64Array.from(
      { length: width },
      (_, i) =>
        share * (values[left * width + i] as number) + (1 - share) * (values[right * width + i] as number),
    );
  };
  return { lambda, intercepts: mixed(path.intercepts), coefficients: mixed(path.coefficients) };
}

/**
 * What the model at a strength predicts: `[rows]` for numbers, else probabilities, `[rows, classes]`.
 * @throws UserError for examples with another number of columns.
 */
export function predictAt(path: LinearPath, examples: Examples, lambda: number): Float64Array {
  const { rows, columns, values } = examples;
  if (columns !== path.columns)
    throw new UserError({
      where: "The examples",
      got: counted(columns, "column"),
      expected: `the ${counted(path.columns, "column")} of the model`,
    });
  const { outputs } = path;
  const { intercepts, coefficients } = coefficientsAt(path, lambda);
  const predictors = new Float64Array(rows * outputs);
  for (let row = 0; row < rows; row++)
    for (let output = 0; output < outputs; output++) {
      let sum = intercepts[output] as number;
      for (let column = 0; column < columns; column++)
        sum +=
          (coefficients[output * columns + column] as number) * (values[row * columns + column] as number);
      predictors[row * outputs + output] = sum;
    }
  return path.family === "gaussian" ? predictors : probabilities(predictors, outputs);
}

function probabilities(predictors: Float64Array, outputs: number): Float64Array {
  if (outputs === 1) {
    const found = new Float64Array(2 * predictors.length);
    predictors.forEach((value, row) => {
      found[2 * row] = 1 / (1 + Math.exp(value));
      found[2 * row + 1] = 1 / (1 + Math.exp(-value));
    });
    return found;
  }
  return predictors.map((value, at) => {
    const from = at - (at % outputs);
    let total = 0;
    for (let k = 0; k < outputs; k++) total += Math.exp((predictors[from + k] as number) - value);
    return 1 / total;
  });
}
