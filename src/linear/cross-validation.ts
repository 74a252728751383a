import { UserError } from "../base/index.ts";
import { byColumns, type ColumnMajor, copyColumn, newVectors, pickRows } from "./design.ts";
import type { Examples } from "./examples.ts";
import { checkRest, foldName, type FoldOptions, foldsOf, type HeldOut } from "./folds.ts";
import type { Ending } from "./follow.ts";
import { addScaled } from "./kernels.ts";
import { type Measured, measuredBy } from "./measured.ts";
import { type PathOptions, penaltyOf } from "./options.ts";
import { type LinearPath, pathOf } from "./path.ts";
import { placeOf } from "./predict.ts";
import { checkResponse, pickedResponse, type Response, responseValues } from "./response.ts";

/** How well models along a path predict rows that they have not seen. */
export interface CrossValidation extends Measured {
  /** Fitted to all rows. */
  readonly path: LinearPath;
  /** `mse` for numbers, `deviance` (−2 log p) for classes. */
  readonly measure: "mse" | "deviance";
  /** Position of the best mean; of the largest λ among several. */
  readonly best: number;
  readonly lambdaMin: number;
  /** Position of the largest λ with a mean within one standard error of the best one. */
  readonly simplest: number;
  readonly lambda1se: number;
  /** The best λ is the first or the last one: the optimum may lie beyond. */
  readonly isAtEdge: boolean;
  /** How the path of each fold came out. */
  readonly folds: readonly FoldPath[];
  /** `[rows]`: the fold that each row was held out in; −1 for none. */
  readonly foldOf: Int32Array;
}

/** The path that was fitted while a fold was held out. */
export interface FoldPath {
  readonly ending: Ending;
  /** Its largest and smallest λ. Weaker strengths are judged by the model at its smallest. */
  readonly largest: number;
  readonly smallest: number;
}

/** Probabilities are kept this far from 0 and 1 when deviances are compared, as in cv.glmnet. */
const leastProbability = 1e-5;

/**
 * Fits the path to all rows and to all but each fold, and compares predictions for the rows that were held out, as cv.glmnet does:
 * without given strengths each fold has its own sequence, and its predictors are interpolated at the strengths of all rows.
 * @throws UserError for what {@link fitPath} refuses, for folds that cannot be, and for a single strength.
 */
export function crossValidatePath(
  examples: Examples,
  response: Response,
  options: PathOptions & FoldOptions = {},
): CrossValidation {
  const penalty = penaltyOf(examples, options);
  if (penalty.lambdas?.length === 1)
    throw new UserError({
      where: "lambda",
      got: `the one value ${penalty.lambdas[0]}`,
      expected: "at least two strengths to choose from",
      hint: "Fit the path alone for a single strength",
    });
  const table = byColumns(examples);
  checkResponse(response, examples);
  const parts = foldsOf(examples, response, options);
  const beside = parts.map((_, fold) => `beside ${foldName(fold, parts.length)}`);
  parts.forEach(({ rest }, fold) => checkRest(examples, response, rest, beside[fold] as string));
  const path = pathOf(table, response, penalty);
  const judged = parts.map((part, fold) =>
    judge(part, { path, table, examples, response, options, of: ` ${beside[fold]}` }),
  );
  const measured = measuredBy(
    judged.map(({ losses }) => losses),
    parts.map(({ heldOut }) => Float64Array.from(heldOut, (row) => table.weights[row] as number)),
  );
  const foldOf = new Int32Array(examples.rows).fill(-1);
  parts.forEach(({ heldOut }, fold) => heldOut.forEach((row) => (foldOf[row] = fold)));
  return {
    path,
    folds: judged.map(({ fold }) => fold),
    foldOf,
    measure: path.family === "gaussian" ? "mse" : "deviance",
    ...measured,
    ...chosen(path.lambdas, measured),
  };
}

interface Whole {
  /** Of all rows. */
  readonly path: LinearPath;
  readonly table: ColumnMajor;
  readonly examples: Examples;
  readonly response: Response;
  readonly options: PathOptions & FoldOptions;
  /** For messages. */
  readonly of: string;
}

/** Fits a path beside a fold, and looks what it loses on the rows that were held out. */
function judge({ heldOut, rest }: HeldOut, whole: Whole) {
  const { path, response, options, of } = whole;
  const examples = options.prepare?.(rest) ?? whole.examples;
  const table = options.prepare ? byColumns(examples) : whole.table;
  // As few rows as these may be fewer than columns, for which the usual sequence ends earlier.
  const penalty = penaltyOf({ ...examples, rows: rest.length }, options);
  const own = pathOf(pickRows(table, rest), pickedResponse(response, rest), penalty, of);
  const { ending, lambdas } = own;
  const fold: FoldPath = {
    ending,
    largest: lambdas[0] as number,
    smallest: lambdas.at(-1) as number,
  };
  const losses = lossesOf(own, path.lambdas, pickRows(table, heldOut), pickedResponse(response, heldOut));
  return { fold, losses };
}

/** `[lambdas of the path, outputs, rows]`. */
function predictorsOf(path: LinearPath, table: ColumnMajor): Float64Array {
  const { rows } = table;
  const vectors = newVectors(rows, path.columns);
  vectors.forEach((vector, column) => copyColumn(table, column, vector));
  const steps = path.lambdas.length * path.outputs;
  const predictors = new Float64Array(steps * rows);
  for (let step = 0; step < steps; step++) {
    const own = predictors.subarray(step * rows, (step + 1) * rows);
    own.fill(path.intercepts[step] as number);
    vectors.forEach((vector, column) => {
      const coefficient = path.coefficients[step * vectors.length + column] as number;
      if (coefficient !== 0) addScaled(own, coefficient, vector);
    });
  }
  return predictors;
}

/** `[lambdas, rows]`: what the models of a fold lose on rows that they have not seen. */
function lossesOf(
  own: LinearPath,
  lambdas: Float64Array,
  table: ColumnMajor,
  response: Response,
): Float64Array {
  const { rows } = table;
  const { outputs } = own;
  const predictors = predictorsOf(own, table);
  const targets = responseValues(response);
  const losses = new Float64Array(lambdas.length * rows);
  const at = new Float64Array(outputs);
  const size = outputs * rows;
  lambdas.forEach((lambda, step) => {
    const { left, right, share } = placeOf(own.lambdas, lambda);
    for (let row = 0; row < rows; row++) {
      for (let output = 0; output < outputs; output++) {
        const place = output * rows + row;
        at[output] =
          share * (predictors[left * size + place] as number) +
          (1 - share) * (predictors[right * size + place] as number);
      }
      losses[step * rows + row] = lossOf(own, at, targets[row] as number);
    }
  });
  return losses;
}

function lossOf({ family, outputs }: LinearPath, predictors: Float64Array, target: number): number {
  const own = predictors[outputs === 1 ? 0 : target] as number;
  if (family === "gaussian") return (own - target) ** 2;
  let odds = 0;
  if (outputs === 1) odds = Math.exp(target === 1 ? -own : own);
  else for (let k = 0; k < outputs; k++) if (k !== target) odds += Math.exp((predictors[k] as number) - own);
  const probability = Math.min(Math.max(1 / (1 + odds), leastProbability), 1 - leastProbability);
  return -2 * Math.log(probability);
}

/** The best strength, and the strongest one that is as good but for one standard error (Breiman et al. 1984). */
function chosen(lambdas: Float64Array, { means, standardErrors }: Measured) {
  const best = means.indexOf(means.reduce((least, mean) => Math.min(least, mean), Infinity));
  const limit = (means[best] as number) + (standardErrors[best] as number);
  const simplest = means.findIndex((mean) => mean <= limit);
  return {
    best,
    simplest,
    lambdaMin: lambdas[best] as number,
    lambda1se: lambdas[simplest] as number,
    isAtEdge: best === 0 || best === lambdas.length - 1,
  };
}
