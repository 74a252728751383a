import { bug, UserError } from "../base/index.ts";
import { type Arithmetic, withArithmetic } from "./arithmetic.ts";
import { byColumns, type ColumnMajor, type Design, standardized } from "./design.ts";
import type { Examples } from "./examples.ts";
import { type Ending, follow, type Followed, type Solver } from "./follow.ts";
import { gaussianSolver, mostProducts } from "./gaussian.ts";
import { logitSolver } from "./logit.ts";
import { type PathOptions, type Penalty, penaltyOf } from "./options.ts";
import { canDecompose, ridgeSolver } from "./ridge-solver.ts";
import {
  checkResponse,
  classShares,
  type Family,
  outputCount,
  type Response,
  responseValues,
} from "./response.ts";

/** Linear models along strengths of a penalty, from the strongest. */
export interface LinearPath {
  readonly family: Family;
  readonly alpha: number;
  /** Descending; at least one. */
  readonly lambdas: Float64Array;
  readonly columns: number;
  /** 1; the number of classes for a multinomial response. */
  readonly outputs: number;
  /** `[lambdas, outputs]`. */
  readonly intercepts: Float64Array;
  /** `[lambdas, outputs, columns]`, in the scale of the given columns. */
  readonly coefficients: Float64Array;
  /** `[lambdas]`: the share of the null deviance that is explained. */
  readonly devianceRatios: Float64Array;
  /** `[lambdas]`: whether the coefficients are the optimum itself but for rounding; where not, they are as near to it as the tolerance says. */
  readonly exact: readonly boolean[];
  /** Twice the loss of the model without columns against the saturated one; for numbers their weighted sum of squares. */
  readonly nullDeviance: number;
  /** Columns with one value: their coefficients are 0. */
  readonly constantColumns: readonly number[];
  /** Why there are no more strengths than these. */
  readonly ending: Ending;
  /** Passes over coordinates, of all strengths together. */
  readonly passes: number;
}

/**
 * Fits penalized linear models along a sequence of strengths, as glmnet does: minimizes the mean loss by the weights, half the
 * squared error or minus the log likelihood, plus the penalty of {@link PathOptions}; intercepts are not penalized.
 * @throws UserError for options out of range, values that are no numbers, a target with nothing to explain, or a strongest
 * penalty without an optimum.
 */
export function fitPath(examples: Examples, response: Response, options: PathOptions = {}): LinearPath {
  const penalty = penaltyOf(examples, options);
  const table = byColumns(examples);
  checkResponse(response, examples);
  return pathOf(table, response, penalty);
}

/**
 * The path of examples and a response that were checked.
 * @param of for messages: " beside fold 2" where only some of the rows are meant.
 */
export function pathOf(table: ColumnMajor, response: Response, penalty: Penalty, of = ""): LinearPath {
  const { rows } = table;
  const columns = table.vectors.length;
  const products = mostProducts(rows, columns);
  // The columns, the products among them, and what is kept of the rows.
  const size = rows * columns + products * (products + 1) + rows * (3 * outputCount(response) + 4) + 8;
  return withArithmetic(size, (arithmetic) => pathBy(arithmetic, { table, response, penalty, of }));
}

interface Task {
  readonly table: ColumnMajor;
  readonly response: Response;
  readonly penalty: Penalty;
  readonly of: string;
}

function pathBy(arithmetic: Arithmetic, { table, response, penalty, of }: Task): LinearPath {
  const isGaussian = response.family === "gaussian";
  const vectors = arithmetic.vectors(table.rows, table.vectors.length);
  const design = standardized(table, { scale: penalty.standardize, rooted: isGaussian }, vectors);
  const constantColumns = Array.from(design.squares.keys()).filter((column) => design.squares[column] === 0);
  const solver = solverOf(design, response, penalty, arithmetic);
  const followed = follow(solver, penalty);
  if (followed.lambdas.length === 0) throw nothingFitted(followed.ending, penalty, of);
  return {
    family: response.family,
    alpha: penalty.alpha,
    columns: design.vectors.length,
    outputs: outputCount(response),
    ...givenScale(followed, design, outputCount(response)),
    devianceRatios: Float64Array.from(followed.ratios),
    exact: followed.exact,
    nullDeviance: nullDeviance(table, response),
    constantColumns,
    ending: followed.ending,
    passes: solver.passes,
  };
}

function solverOf(design: Design, response: Response, penalty: Penalty, arithmetic: Arithmetic): Solver {
  if (response.family !== "gaussian") return logitSolver(design, response, penalty, arithmetic);
  const targets = responseValues(response);
  return penalty.exact && penalty.alpha === 0 && canDecompose(design, penalty)
    ? ridgeSolver(design, targets, penalty)
    : gaussianSolver(design, targets, penalty, arithmetic);
}

/** Not even the strongest penalty has an optimum that can be reached. */
function nothingFitted(ending: Ending, { lambdas, passes }: Penalty, of: string): UserError {
  const at = lambdas ? `λ = ${lambdas[0]}` : "the largest λ";
  return ending === "separated"
    ? new UserError({
        where: `The path${of}`,
        got: `classes that are told apart with certainty at ${at} already, where coefficients have no bound`,
        expected: "a penalty that bounds them",
        hint: "Give larger strengths, or penalize the columns without a penalty",
      })
    : new UserError({
        where: `The path${of}`,
        got: `no optimum within ${passes} passes over the coordinates at ${at}`,
        expected: "one that is reached",
        hint: "Allow more passes, or a larger tolerance",
      });
}

/** Coefficients of standardized columns as those of the given ones. */
function givenScale({ lambdas, standings }: Followed, { centres, scales }: Design, outputs: number) {
  const width = centres.length;
  const coefficients = new Float64Array(lambdas.length * outputs * width);
  const levels = new Float64Array(lambdas.length * outputs);
  standings.forEach(({ columns, slopes, intercepts }, step) => {
    for (let output = 0; output < outputs; output++) {
      let level = intercepts[output] ?? bug("a step without an intercept");
      const own = slopes[output] ?? bug("an output without coefficients");
      const to = (step * outputs + output) * width;
      for (let i = 0; i < columns.length; i++) {
        const slope = own[i] as number;
        if (slope === 0) continue;
        const column = columns[i] as number;
        const coefficient = slope / (scales[column] as number);
        coefficients[to + column] = coefficient;
        level -= coefficient * (centres[column] as number);
      }
      levels[step * outputs + output] = level;
    }
    if (outputs > 1) centre(levels.subarray(step * outputs, (step + 1) * outputs));
  });
  return { lambdas: Float64Array.from(lambdas), coefficients, intercepts: levels };
}

/** Intercepts of several classes are known up to a shift: their mean is 0. */
function centre(levels: Float64Array): void {
  const mean = levels.reduce((sum, level) => sum + level, 0) / levels.length;
  for (let i = 0; i < levels.length; i++) levels[i] = (levels[i] as number) - mean;
}

function nullDeviance({ weights, totalWeight }: ColumnMajor, response: Response): number {
  if (response.family !== "gaussian")
    return (
      -2 *
      totalWeight *
      classShares(response, weights).reduce((sum, share) => sum + share * Math.log(share), 0)
    );
  let level = 0;
  weights.forEach((weight, i) => (level += weight * (response.values[i] as number)));
  let squares = 0;
  weights.forEach((weight, i) => (squares += weight * ((response.values[i] as number) - level) ** 2));
  return squares * totalWeight;
}
