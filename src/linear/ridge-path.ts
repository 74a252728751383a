import { bug, UserError } from "../base/index.ts";
import { byColumns, momentsOf, standardized } from "./design.ts";
import { countedRows, type Examples } from "./examples.ts";
import { addScaled, dot } from "./kernels.ts";
import { checkResponse } from "./response.ts";
import { rankOf, singularValues } from "./svd.ts";

export interface RidgePathOptions {
  /** The strengths, in any order; when absent 100 of them, evenly on the log scale, that span all effective degrees of freedom. */
  readonly lambdas?: ArrayLike<number> | undefined;
  /** Whether columns are scaled to variance 1 (divisor n) before they are penalized: yes when absent. */
  readonly standardize?: boolean | undefined;
}

/** Ridge regressions at all strengths, from one decomposition. */
export interface RidgePath {
  /** Descending: those of `Σ wᵢ (yᵢ − ŷᵢ)² + λ ‖β‖²`. The same model has `λ s / Σ w` in {@link fitPath}, `s` being the targets' standard deviation. */
  readonly lambdas: Float64Array;
  readonly columns: number;
  /** `[lambdas]`. */
  readonly intercepts: Float64Array;
  /** `[lambdas, columns]`, in the scale of the given columns. */
  readonly coefficients: Float64Array;
  /** `[lambdas]`: `Σ d²/(d² + λ)`, the intercept not counted. */
  readonly degreesOfFreedom: Float64Array;
  /** `[lambdas]`: generalized cross-validation, the mean squared error over `(1 − (df + 1)/n)²` (Golub, Heath & Wahba 1979), n being the rows with a weight above 0. */
  readonly generalized: Float64Array;
  /** `[lambdas]`: the mean squared error of each row by a model of all other rows, exact for columns that are not scaled anew. */
  readonly leaveOneOut: Float64Array;
  /** The λ with the least generalized cross-validation, and the one with the least leave-one-out error. */
  readonly lambdaGeneralized: number;
  readonly lambdaLeaveOneOut: number;
  /** Singular values of the centred columns, descending; directions are shrunk by `d²/(d² + λ)`. */
  readonly singularValues: Float64Array;
}

interface Decomposed {
  readonly values: Float64Array;
  readonly left: readonly Float64Array[];
  readonly right: readonly Float64Array[];
  readonly rows: number;
  /** How many of them have a weight above 0. */
  readonly counted: number;
  /** Of the rows, summing to their sum as given. */
  readonly weights: Float64Array;
  readonly targets: Float64Array;
  readonly level: number;
  /** `uᵀ y`: `[values]`. */
  readonly along: Float64Array;
}

/**
 * Ridge regression by the singular value decomposition of the centred columns: `β = V D (D² + λ)⁻¹ Uᵀ y` for every λ
 * (Hastie, Tibshirani & Friedman 2009, section 3.4.1). The intercept is not penalized; more columns than rows are allowed.
 * @param targets `[rows]`.
 * @throws UserError for values that are no numbers, a target with one value, or a λ that is negative.
 */
export function fitRidgePath(
  examples: Examples,
  targets: ArrayLike<number>,
  options: RidgePathOptions = {},
): RidgePath {
  const table = byColumns(examples);
  checkResponse({ family: "gaussian", values: targets }, examples);
  const design = standardized(table, { scale: options.standardize ?? true, rooted: true });
  const { weights, totalWeight, rows, vectors, centres, scales } = design;
  const values = Float64Array.from(targets);
  const { centre: level } = momentsOf(values, weights);
  const root = Math.sqrt(totalWeight);
  const rooted = values.map((value, i) => root * Math.sqrt(weights[i] as number) * (value - level));
  const found = singularValues(vectors.map((vector) => vector.map((value) => root * value)));
  const decomposed: Decomposed = {
    values: found.values,
    left: found.left.vectors,
    right: found.right.vectors,
    rows,
    counted: countedRows(examples),
    weights: weights.map((weight) => weight * totalWeight),
    targets: rooted,
    level,
    along: found.left.along(rooted),
  };
  const lambdas = options.lambdas ? checkedLambdas(options.lambdas) : usualLambdas(found.values);
  const models = Array.from(lambdas, (lambda) => modelAt(decomposed, lambda));
  const slopes = models.flatMap(({ coefficients }) =>
    Array.from(coefficients, (value, i) => value / (scales[i] as number)),
  );
  const columns = vectors.length;
  const generalized = Float64Array.from(models, (model) => model.generalized);
  const leaveOneOut = Float64Array.from(models, (model) => model.leaveOneOut);
  return {
    lambdas,
    columns,
    coefficients: Float64Array.from(slopes),
    intercepts: Float64Array.from(models, (_, step) =>
      centres.reduce((rest, centre, i) => rest - centre * (slopes[step * columns + i] as number), level),
    ),
    degreesOfFreedom: Float64Array.from(models, (model) => model.degrees),
    generalized,
    leaveOneOut,
    lambdaGeneralized: lambdas[least(generalized)] ?? bug("no strengths"),
    lambdaLeaveOneOut: lambdas[least(leaveOneOut)] ?? bug("no strengths"),
    singularValues: found.values,
  };
}

/** The place of the smallest; the first, the strongest penalty, where none is finite. */
const least = (values: Float64Array): number =>
  values.indexOf(values.reduce((best, value) => Math.min(best, value), Infinity));

function checkedLambdas(given: ArrayLike<number>): Float64Array {
  const wrong = Array.from(given).find((lambda) => !(lambda >= 0 && lambda < Infinity));
  if (wrong !== undefined || given.length === 0)
    throw new UserError({
      where: "lambda",
      got: wrong === undefined ? "no values" : String(wrong),
      expected: "numbers of at least 0",
    });
  return Float64Array.from(given).toSorted().toReversed();
}

/** From hardly any to hardly any lost degree of freedom. */
function usualLambdas(values: Float64Array): Float64Array {
  const [largest = 1] = values;
  const smallest = values.findLast((value) => value > 1e-10 * largest) ?? largest;
  const [high, low] = [1e3 * largest ** 2, 1e-3 * smallest ** 2];
  return Float64Array.from({ length: 100 }, (_, i) => high * (low / high) ** (i / 99));
}

/**
 * How much of each singular direction a strength leaves: `d²/(d² + λ)`, nothing of one that is 0 but for rounding.
 * @param values descending.
 */
export const shrinkage = (values: Float64Array, lambda: number): Float64Array =>
  values.map((value) => value ** 2 / (value ** 2 + lambda)).fill(0, rankOf(values));

/** Below it a difference to 1 is rounding. */
const nothing = 1e-10;

/** The residual of a row that was left out; one that the model follows wherever it goes says nothing of new rows. */
const without = (residual: number, leverage: number): number =>
  1 - leverage < nothing ? Infinity : residual / (1 - leverage);

/** What the model of a strength is, and how far it is off. */
function modelAt(decomposed: Decomposed, lambda: number) {
  const { rows, counted, weights, targets, along, values, left, right } = decomposed;
  const rank = rankOf(values);
  const kept = shrinkage(values, lambda);
  const coefficients = new Float64Array(right[0]?.length ?? 0);
  const residuals = targets.slice();
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  // A row's pull on its own prediction: of the intercept, and of each direction.
  const leverages = weights.map((weight) => weight / total);
  for (let k = 0; k < rank; k++) {
    const direction = left[k] as Float64Array;
    const share = kept[k] as number;
    addScaled(coefficients, (share * (along[k] as number)) / (values[k] as number), right[k] as Float64Array);
    addScaled(residuals, -share * (along[k] as number), direction);
    for (let i = 0; i < rows; i++)
      leverages[i] = (leverages[i] as number) + share * (direction[i] as number) ** 2;
  }
  const degrees = kept.reduce((sum, share) => sum + share, 0);
  let leftOut = 0;
  for (let i = 0; i < rows; i++) leftOut += without(residuals[i] as number, leverages[i] as number) ** 2;
  return {
    coefficients,
    degrees,
    generalized: without(Math.sqrt(dot(residuals, residuals) / total), (degrees + 1) / counted) ** 2,
    leaveOneOut: leftOut / total,
  };
}

/**
 * The λ at which a ridge path has so many effective degrees of freedom.
 * @param degrees above 0 and at most the rank of the columns.
 */
export function lambdaOfDegrees(
  { singularValues: values }: Pick<RidgePath, "singularValues">,
  degrees: number,
): number {
  const degreesAt = (lambda: number): number =>
    shrinkage(values, lambda).reduce((sum, share) => sum + share, 0);
  const rank = rankOf(values);
  if (!(degrees > 0 && degrees <= rank))
    throw new UserError({
      where: "degrees of freedom",
      got: String(degrees),
      expected: `a number above 0 and at most ${rank}`,
    });
  let [low, high] = [0, 1];
  while (degreesAt(high) > degrees) high *= 2;
  while (high - low > 1e-14 * high) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (degreesAt(middle) > degrees) low = middle;
    else high = middle;
  }
  return high;
}
