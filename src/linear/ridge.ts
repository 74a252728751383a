import { bug } from "../base/index.ts";
import { solveInPlace } from "./cholesky.ts";
import { type Examples, weightOf } from "./examples.ts";

/** `ŷ = x W + b`. */
export interface RidgeModel {
  /** `[columns, outputs]`. */
  readonly weights: Float64Array;
  /** `[outputs]`. */
  readonly intercepts: Float64Array;
}

/**
 * Minimizes `Σ wᵢ ‖yᵢ − ŷᵢ‖² + λ ‖W‖²`, the intercepts without penalty: by the equations of the columns, or of the rows where
 * there are fewer.
 * @param targets `[rows, outputs]`.
 * @param lambda above 0, so that there is one solution however many columns there are.
 */
export function fitRidge(examples: Examples, targets: ArrayLike<number>, lambda: number): RidgeModel {
  const { rows, columns } = examples;
  const outputs = targets.length / rows;
  const shift = meansOf(examples, examples.values, columns);
  const level = meansOf(examples, targets, outputs);
  const x = centred(examples, examples.values, shift);
  const y = centred(examples, targets, level);
  const weights = columns <= rows ? byColumns(x, y, rows, lambda) : byRows(x, y, rows, lambda);
  const intercepts = level.map((mean, output) =>
    shift.reduce((sum, value, column) => sum - value * (weights[column * outputs + output] as number), mean),
  );
  return { weights, intercepts };
}

/** `[rows, outputs]`. */
export function predictRidge({ weights, intercepts }: RidgeModel, examples: Examples): Float64Array {
  const { rows, columns, values } = examples;
  const outputs = intercepts.length;
  const predicted = new Float64Array(rows * outputs);
  for (let row = 0; row < rows; row++) {
    for (let output = 0; output < outputs; output++) {
      let sum = intercepts[output] as number;
      for (let column = 0; column < columns; column++)
        sum += (values[row * columns + column] as number) * (weights[column * outputs + output] as number);
      predicted[row * outputs + output] = sum;
    }
  }
  return predicted;
}

function meansOf(examples: Examples, values: ArrayLike<number>, width: number): Float64Array {
  const sums = new Float64Array(width);
  let total = 0;
  for (let row = 0; row < examples.rows; row++) {
    const weight = weightOf(examples, row);
    total += weight;
    for (let column = 0; column < width; column++)
      sums[column] = (sums[column] as number) + weight * (values[row * width + column] as number);
  }
  return sums.map((sum) => sum / total);
}

/** `√wᵢ (vᵢ − mean)`: with these, weighted sums of squares are plain ones. */
function centred(examples: Examples, values: ArrayLike<number>, means: Float64Array): Float64Array {
  const width = means.length;
  return Float64Array.from(
    { length: examples.rows * width },
    (_, at) =>
      Math.sqrt(weightOf(examples, Math.floor(at / width))) *
      ((values[at] as number) - (means[at % width] as number)),
  );
}

/** `W = (XᵀX + λI)⁻¹ XᵀY`. */
function byColumns(x: Float64Array, y: Float64Array, rows: number, lambda: number): Float64Array {
  const columns = x.length / rows;
  const outputs = y.length / rows;
  const gram = new Float64Array(columns * columns);
  const right = new Float64Array(columns * outputs);
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < columns; i++) {
      const value = x[row * columns + i] as number;
      if (value === 0) continue;
      for (let j = 0; j <= i; j++)
        gram[i * columns + j] = (gram[i * columns + j] as number) + value * (x[row * columns + j] as number);
      for (let k = 0; k < outputs; k++)
        right[i * outputs + k] =
          (right[i * outputs + k] as number) + value * (y[row * outputs + k] as number);
    }
  }
  solve(gram, right, columns, lambda);
  return right;
}

/** `W = Xᵀ (XXᵀ + λI)⁻¹ Y`. */
function byRows(x: Float64Array, y: Float64Array, rows: number, lambda: number): Float64Array {
  const columns = x.length / rows;
  const outputs = y.length / rows;
  const gram = new Float64Array(rows * rows);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let k = 0; k < columns; k++)
        sum += (x[i * columns + k] as number) * (x[j * columns + k] as number);
      gram[i * rows + j] = sum;
    }
  }
  const dual = Float64Array.from(y);
  solve(gram, dual, rows, lambda);
  const weights = new Float64Array(columns * outputs);
  for (let row = 0; row < rows; row++)
    for (let i = 0; i < columns; i++)
      for (let k = 0; k < outputs; k++)
        weights[i * outputs + k] =
          (weights[i * outputs + k] as number) +
          (x[row * columns + i] as number) * (dual[row * outputs + k] as number);
  return weights;
}

function solve(gram: Float64Array, right: Float64Array, size: number, lambda: number): void {
  for (let i = 0; i < size; i++) gram[i * size + i] = (gram[i * size + i] as number) + lambda;
  if (!solveInPlace(gram, right, size)) bug("equations of a ridge regression without a solution");
}
