import { counted, UserError } from "../base/index.ts";
import type { Examples } from "./examples.ts";

/** What a linear model is to explain, and by which distribution. */
export type Response =
  /** `values`: `[rows]`, explained by squared error. */
  | { readonly family: "gaussian"; readonly values: ArrayLike<number> }
  /** `labels`: `[rows]`, 0 or 1; the model is of the second class. */
  | { readonly family: "binomial"; readonly labels: ArrayLike<number>; readonly classes?: readonly string[] }
  /** `labels`: `[rows]`, positions in `classes`; a linear predictor for each class. */
  | {
      readonly family: "multinomial";
      readonly labels: ArrayLike<number>;
      readonly classes: readonly string[];
    };

export type Family = Response["family"];

/** How many classes a response tells apart; 1 for numbers. */
export const classCount = (response: Response): number =>
  response.family === "gaussian" ? 1 : response.family === "binomial" ? 2 : response.classes.length;

/** How many linear predictors explain it. */
export const outputCount = (response: Response): number =>
  response.family === "multinomial" ? response.classes.length : 1;

/** The numbers or labels, row by row. */
export const responseValues = (response: Response): ArrayLike<number> =>
  response.family === "gaussian" ? response.values : response.labels;

/** What people call a class. */
export const classTitle = (response: Response, label: number): string =>
  (response.family === "gaussian" ? undefined : response.classes?.[label]) ?? String(label);

/** The same response of some rows. */
export function pickedResponse(response: Response, rows: Int32Array): Response {
  const all = responseValues(response);
  const picked = Float64Array.from(rows, (row) => all[row] as number);
  return response.family === "gaussian" ? { ...response, values: picked } : { ...response, labels: picked };
}

/** What each class weighs together, as a share of all: `[classes]`. */
export function classShares(response: Response, weights: Float64Array): Float64Array {
  const labels = responseValues(response);
  const shares = new Float64Array(classCount(response));
  let total = 0;
  weights.forEach((weight, row) => {
    const label = labels[row] as number;
    shares[label] = (shares[label] as number) + weight;
    total += weight;
  });
  return shares.map((share) => share / total);
}

const fault = (where: string, got: string, expected: string, hint?: string): UserError =>
  new UserError({ where, got, expected, hint });

/**
 * @param of for messages: " of fold 2" where only some of the rows are meant.
 * @throws UserError for values that are no numbers or labels, all alike, or too few.
 */
export function checkResponse(response: Response, examples: Examples, of = ""): void {
  const values = responseValues(response);
  const where = `The target${of}`;
  if (values.length !== examples.rows)
    throw fault(where, counted(values.length, "value"), `one for each of ${counted(examples.rows, "row")}`);
  const classes = classCount(response);
  for (let row = 0; row < examples.rows; row++) {
    const value = values[row] as number;
    if (
      response.family === "gaussian"
        ? Number.isFinite(value)
        : value >= 0 && value < classes && Number.isInteger(value)
    )
      continue;
    const expected = response.family === "gaussian" ? "a number" : `a class from 0 to ${classes - 1}`;
    throw fault(`${where}, row ${row}`, String(value), expected, "Leave out rows without a target");
  }
  if (response.family === "gaussian") checkSpread(where, values, examples);
  else checkClasses(where, response, examples, of);
}

function checkSpread(where: string, values: ArrayLike<number>, { rows, weights }: Examples): void {
  const weighed = Array.from({ length: rows }, (_, row) => row).filter((row) => weights?.[row] !== 0);
  const first = values[weighed[0] ?? 0] as number;
  if (weighed.every((row) => values[row] === first))
    throw fault(
      where,
      `the value ${first} in all of ${counted(rows, "row")}`,
      "at least two different values",
    );
}

function checkClasses(where: string, response: Response, { rows, weights }: Examples, of: string): void {
  const each = weights ? Float64Array.from(weights) : new Float64Array(rows).fill(1);
  const missing = classShares(response, each).findIndex((share) => share < 1e-9);
  if (missing >= 0)
    throw fault(
      where,
      `no row of class "${classTitle(response, missing)}"`,
      `rows of each of the ${classCount(response)} classes`,
      of === "" ? undefined : "All its rows are in that fold: gather more of them, or leave the class out",
    );
}
