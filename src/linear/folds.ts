import { counted, permutation, stream, UserError } from "../base/index.ts";
import { checkResponse, pickedResponse, type Response, responseValues } from "./response.ts";
import type { Examples } from "./examples.ts";

export interface FoldOptions {
  /** How many folds: 10 when absent. */
  readonly folds?: number | undefined;
  /** `[rows]`: the fold of each row, from 0; dealt by `seed` when absent. */
  readonly foldOf?: ArrayLike<number> | undefined;
  /** What rows are dealt to folds by: 1 when absent. */
  readonly seed?: number | undefined;
  /** Folds that leave rows out altogether, as those in time do; no row is held out twice. Instead of the three above. */
  readonly parts?: readonly HeldOut[] | undefined;
  /**
   * The examples, all rows of them, by what some rows alone teach: what stands for a gap, which categories are known. Columns may
   * be others for other rows. Without it all models see the same examples.
   */
  readonly prepare?: ((rows: Int32Array) => Examples) | undefined;
}

/** Rows of a fold, and those that are learned from while it is held out. */
export interface HeldOut {
  readonly heldOut: Int32Array;
  readonly rest: Int32Array;
}

export const foldName = (fold: number, folds: number): string => `fold ${fold + 1} of ${folds}`;

const fault = (got: string, expected: string, hint?: string): UserError =>
  new UserError({ where: "The folds", got, expected, hint });

/** Deals rows to folds of equal size, each class evenly. */
function dealt(response: Response, rows: number, folds: number, seed: number): Int32Array {
  if (!(Number.isInteger(folds) && folds >= 2)) throw fault(`${folds} folds`, "a whole number from 2 on");
  if (rows < folds)
    throw fault(
      `${folds} folds for ${counted(rows, "row")}`,
      "at least one row for each fold",
      "Ask for fewer folds",
    );
  const labels = responseValues(response);
  const line = permutation(stream(seed, "folds"), rows);
  if (response.family !== "gaussian") line.sort((a, b) => (labels[a] as number) - (labels[b] as number));
  const foldOf = new Int32Array(rows);
  line.forEach((row, at) => (foldOf[row] = at % folds));
  return foldOf;
}

function given(foldOf: ArrayLike<number>, rows: number): Int32Array {
  if (foldOf.length !== rows)
    throw fault(`${foldOf.length} numbers of folds`, `one for each of the ${rows} rows`);
  const wrong = Array.from(foldOf).find((fold) => !(Number.isInteger(fold) && fold >= 0));
  if (wrong !== undefined) throw fault(`the number ${wrong}`, "whole numbers from 0 on");
  return Int32Array.from(foldOf);
}

function checkedParts(parts: readonly HeldOut[], rows: number): readonly HeldOut[] {
  if (parts.length < 2) throw fault("one fold only", "at least two");
  const held = new Set<number>();
  parts.forEach(({ heldOut, rest }, fold) => {
    if (heldOut.length === 0)
      throw fault(`no rows in ${foldName(fold, parts.length)}`, "at least one row in each");
    const beyond = [...heldOut, ...rest].find((row) => !(row >= 0 && row < rows));
    if (beyond !== undefined) throw fault(`row ${beyond}`, `rows from 0 to ${rows - 1}`);
    const again = heldOut.find((row) => held.has(row));
    if (again !== undefined) throw fault(`row ${again} in two of them`, "each row held out once at most");
    heldOut.forEach((row) => held.add(row));
  });
  return parts;
}

/**
 * What is held out, and what is learned from meanwhile.
 * @throws UserError where there are fewer rows than folds, a fold without rows, or one beside which a class is missing.
 */
export function foldsOf(examples: Examples, response: Response, options: FoldOptions): readonly HeldOut[] {
  const { rows } = examples;
  if (options.parts) return checkedParts(options.parts, rows);
  const foldOf = options.foldOf
    ? given(options.foldOf, rows)
    : dealt(response, rows, options.folds ?? 10, options.seed ?? 1);
  const folds = foldOf.reduce((most, fold) => Math.max(most, fold + 1), 0);
  if (folds < 2) throw fault("one fold only", "at least two");
  const filled = new Set(foldOf);
  const empty = Array.from({ length: folds }, (_, fold) => fold).find((fold) => !filled.has(fold));
  if (empty !== undefined) throw fault(`no row with the number ${empty}`, "at least one row in each");
  return Array.from({ length: folds }, (_, fold) => heldOutRows(foldOf, fold));
}

function heldOutRows(foldOf: Int32Array, fold: number): HeldOut {
  const rows = Int32Array.from(foldOf.keys());
  return {
    heldOut: rows.filter((row) => foldOf[row] === fold),
    rest: rows.filter((row) => foldOf[row] !== fold),
  };
}

/**
 * @param beside for messages, such as "beside fold 2 of 10".
 * @throws UserError where the rows beside a fold cannot be learned from.
 */
export function checkRest(examples: Examples, response: Response, rest: Int32Array, beside: string): void {
  const { weights, columns, names } = examples;
  const own: Examples = {
    rows: rest.length,
    columns,
    names,
    values: new Float64Array(0),
    weights: weights && Float64Array.from(rest, (row) => weights[row] as number),
  };
  if (rest.length < 2)
    throw fault(`${counted(rest.length, "row")} ${beside}`, "at least two", "Ask for more folds");
  checkResponse(pickedResponse(response, rest), own, ` ${beside}`);
}
