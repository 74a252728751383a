import { counted, UserError } from "../base/index.ts";
import { columnTitle, type Examples } from "./examples.ts";

/**
 * How a path of penalized linear models is fitted. Defaults are glmnet's, and so is the penalty, `λ Σ fⱼ (α |βⱼ| + (1 − α)/2 βⱼ²)`
 * beside the mean loss: for numbers it holds for targets that are scaled to variance 1, with λ scaled alike, so that in their own
 * scale the second part is divided by their standard deviation.
 */
export interface PathOptions {
  /** The share α of the L1 norm in the penalty: 1, the lasso, when absent; 0 is ridge regression. */
  readonly alpha?: number | undefined;
  /** The strengths, in any order; a geometric sequence from the least λ without coefficients when absent. */
  readonly lambdas?: ArrayLike<number> | undefined;
  /** How many strengths that sequence has: 100 when absent. It ends earlier where the deviance falls no further. */
  readonly count?: number | undefined;
  /** Its smallest over its largest λ: 1e-4 when absent, 1e-2 where there are fewer rows than columns. */
  readonly smallestShare?: number | undefined;
  /** Whether columns are scaled to variance 1 (divisor n) before they are penalized; coefficients are those of the given columns. */
  readonly standardize?: boolean | undefined;
  /** `[columns]`: what multiplies λ, not negative; 0 never penalizes. Rescaled to sum to the number of columns. */
  readonly penaltyFactors?: ArrayLike<number> | undefined;
  /** No coordinate moves by more than this any longer, as a share of the null deviance: 1e-7 when absent. */
  readonly tolerance?: number | undefined;
  /**
   * Whether the models of numbers are to be the optimum itself but for rounding, not as near to it as `tolerance` says: no when
   * absent. Done for up to 300 columns with a coefficient; `exact` of the path says where.
   */
  readonly exact?: boolean | undefined;
  /** At most so many passes over the coordinates for the whole path: 100,000 when absent. */
  readonly passes?: number | undefined;
}

/** Equations cost as much as the cube of their number: those of more coefficients take too long. */
export const mostExact = 300;

/** Options with everything filled in. */
export interface Penalty {
  readonly alpha: number;
  /** Descending; nothing where they follow from the data. */
  readonly lambdas: readonly number[] | undefined;
  readonly count: number;
  readonly smallestShare: number;
  readonly standardize: boolean;
  /** `[columns]`; sums to their number. */
  readonly factors: Float64Array;
  readonly tolerance: number;
  readonly exact: boolean;
  readonly passes: number;
}

const fault = (where: string, got: string, expected: string, hint?: string): UserError =>
  new UserError({ where, got, expected, hint });

function checked(where: string, value: number, fits: boolean, expected: string): number {
  if (!fits) throw fault(where, String(value), expected);
  return value;
}

/** @throws UserError for a λ that is negative or no number. */
function sortedLambdas(given: ArrayLike<number>): readonly number[] {
  const lambdas = Array.from(given);
  if (lambdas.length === 0) throw fault("lambda", "no values", "at least one strength");
  const wrong = lambdas.find((lambda) => !(lambda >= 0 && lambda < Infinity));
  if (wrong !== undefined)
    throw fault("lambda", String(wrong), "a number of at least 0", "A penalty cannot be negative");
  return [...new Set(lambdas)].toSorted((a, b) => b - a);
}

/** @throws UserError for factors that are negative, too few or all 0. */
function scaledFactors(given: ArrayLike<number> | undefined, examples: Examples): Float64Array {
  const { columns } = examples;
  if (given === undefined) return new Float64Array(columns).fill(1);
  if (given.length !== columns)
    throw fault(
      "penaltyFactors",
      counted(given.length, "factor"),
      `one for each of ${counted(columns, "column")}`,
    );
  const factors = Float64Array.from(given);
  const wrong = factors.findIndex((factor) => !(factor >= 0 && factor < Infinity));
  if (wrong >= 0)
    throw fault(
      `penaltyFactors, ${columnTitle(examples, wrong)}`,
      String(factors[wrong]),
      "a number of at least 0",
    );
  const total = factors.reduce((sum, factor) => sum + factor, 0);
  if (total === 0)
    throw fault(
      "penaltyFactors",
      "0 for all columns",
      "at least one above 0",
      "Fit ordinary least squares instead",
    );
  return factors.map((factor) => (factor * columns) / total);
}

const isShare = (value: number): boolean => value > 0 && value < 1;
const isCount = (value: number, least: number): boolean => Number.isInteger(value) && value >= least;

/** What is filled in for options that are absent; the share also where there are fewer rows than columns. */
const usual = {
  alpha: 1,
  count: 100,
  standardize: true,
  tolerance: 1e-7,
  exact: false,
  passes: 1e5,
  share: 1e-4,
  wideShare: 1e-2,
};

/** @throws UserError for options out of range. */
export function penaltyOf(examples: Examples, options: PathOptions): Penalty {
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  const { alpha, count, standardize, tolerance, exact, passes, smallestShare } = {
    ...usual,
    smallestShare: examples.rows < examples.columns ? usual.wideShare : usual.share,
    ...(Object.fromEntries(given) as { [Name in keyof PathOptions]?: NonNullable<PathOptions[Name]> }),
  };
  return {
    alpha: checked("alpha", alpha, alpha >= 0 && alpha <= 1, "a number from 0 (ridge) to 1 (lasso)"),
    lambdas: options.lambdas && sortedLambdas(options.lambdas),
    count: checked("count", count, isCount(count, 3), "a whole number of strengths from 3 on"),
    smallestShare: checked(
      "smallestShare",
      smallestShare,
      isShare(smallestShare),
      "a number between 0 and 1",
    ),
    standardize,
    exact,
    factors: scaledFactors(options.penaltyFactors, examples),
    tolerance: checked("tolerance", tolerance, isShare(tolerance), "a number between 0 and 1"),
    passes: checked("passes", passes, isCount(passes, 1), "a whole number from 1 on"),
  };
}
