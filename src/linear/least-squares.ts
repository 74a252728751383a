import { counted, UserError } from "../base/index.ts";
import { byColumns, momentsOf, standardized } from "./design.ts";
import { columnTitle, countedRows, type Examples } from "./examples.ts";
import { dot } from "./kernels.ts";
import { checkResponse } from "./response.ts";
import { singularValues } from "./svd.ts";

/** `ŷ = x β + b` without a penalty. */
export interface LeastSquares {
  readonly intercept: number;
  /** `[columns]`. */
  readonly coefficients: Float64Array;
  readonly interceptError: number;
  /** `[columns]`: their standard errors, for errors of equal variance. */
  readonly standardErrors: Float64Array;
  /** The unbiased estimate of the variance of the errors: the squared residuals over `rows − columns − 1`, of rows with a weight above 0. */
  readonly variance: number;
  /** The share of the variance of the targets that is explained. */
  readonly rSquared: number;
}

/** Columns that depend on each other leave a singular value below this share of the largest. */
const smallest = 1e-10;

/**
 * Ordinary least squares by the singular value decomposition of the standardized columns.
 * @param targets `[rows]`.
 * @throws UserError for constant or collinear columns, which have no coefficients of their own, and for too few rows.
 */
export function fitLeastSquares(examples: Examples, targets: ArrayLike<number>): LeastSquares {
  const table = byColumns(examples);
  checkResponse({ family: "gaussian", values: targets }, examples);
  const { columns } = examples;
  const rows = countedRows(examples);
  checkRoom(rows, columns);
  const design = standardized(table, { scale: true, rooted: true });
  const { weights, totalWeight, vectors, centres, scales } = design;
  checkVaried(examples, design.squares);
  const { values, left, right: directions } = singularValues(vectors);
  const right = directions.vectors;
  if ((values.at(-1) as number) < smallest * (values[0] as number))
    throw collinear(examples, right.at(-1) as Float64Array);
  const level = momentsOf(Float64Array.from(targets), weights).centre;
  const rooted = weights.map((weight, i) => Math.sqrt(weight) * ((targets[i] as number) - level));
  const along = left.along(rooted);
  const explained = along.reduce((sum, part) => sum + part * part, 0);
  const whole = dot(rooted, rooted);
  // Weights of any sum: their mean is 1, as in weighted least squares by R's lm.
  const variance = (totalWeight * (whole - explained)) / (rows - columns - 1);
  const coefficients = Float64Array.from(
    scales,
    (scale, i) =>
      along.reduce(
        (sum, part, k) => sum + (part * ((right[k] as Float64Array)[i] as number)) / (values[k] as number),
        0,
      ) / scale,
  );
  /** The standard error of a sum of coefficients. */
  const errorOf = (shares: Float64Array, own: number): number => {
    const squaresOf = right.reduce(
      (sum, direction, k) => sum + (dot(direction, shares) / (values[k] as number)) ** 2,
      own,
    );
    return Math.sqrt((variance * squaresOf) / totalWeight);
  };
  return {
    intercept: centres.reduce((rest, centre, i) => rest - centre * (coefficients[i] as number), level),
    coefficients,
    interceptError: errorOf(
      centres.map((centre, i) => centre / (scales[i] as number)),
      1,
    ),
    standardErrors: coefficients.map((_, i) =>
      errorOf(new Float64Array(columns).fill(1 / (scales[i] as number), i, i + 1), 0),
    ),
    variance,
    rSquared: explained / whole,
  };
}

function checkRoom(rows: number, columns: number): void {
  if (rows > columns + 1) return;
  throw new UserError({
    where: "Least squares",
    got: `${counted(rows, "row")} for ${counted(columns, "column")} and an intercept`,
    expected: "more rows than coefficients",
    hint: "A penalty, as of ridge regression or the lasso, works with fewer",
  });
}

function checkVaried(examples: Examples, squares: Float64Array): void {
  const constant = squares.indexOf(0);
  if (constant < 0) return;
  throw new UserError({
    where: `Least squares, ${columnTitle(examples, constant)}`,
    got: "one value in all rows",
    expected: "a column that varies",
    hint: "Leave it out: the intercept says the same",
  });
}

/** @param direction of the columns in which the rows do not vary. */
function collinear(examples: Examples, direction: Float64Array): UserError {
  const involved = Array.from(direction.keys()).filter(
    (column) => Math.abs(direction[column] as number) > 1e-6,
  );
  return new UserError({
    where: "Least squares",
    got: `collinear columns: ${involved.map((column) => columnTitle(examples, column)).join(", ")} determine each other`,
    expected: "columns of which none follows from the others",
    hint: "Leave one of them out, or use a penalty",
  });
}
