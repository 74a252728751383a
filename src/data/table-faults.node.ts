import { shellWord, UserError } from "../base/index.ts";
import { isPresent } from "./missing.ts";
import { affixText } from "./number-affixes.ts";
import type { NumberForm } from "./number-forms.ts";
import { isThere, typeFlag } from "./table-counts.node.ts";
import type { Reading } from "./table-readings.node.ts";
import { rowsOf, type Table } from "./table.node.ts";

/** Whether DuckDB met a cell that is no number in a column which it was to read as numbers. */
export const isMisfit = (error: unknown): boolean =>
  error instanceof Error && /Error when converting column|Conversion Error/.test(error.message);

/** Which cell is wrong, and of what. */
interface Wrong {
  /** The first one where no row is given. */
  readonly row?: number | undefined;
  /** Whether the column is wanted, as by a model that reads it, and cannot be left out. */
  readonly isWanted?: boolean;
}

/** A table whose numbers are all to be written in one form, if there is any. */
export const inForm = ({ connection, source }: Table, form: NumberForm | undefined): Table => ({
  connection,
  source: form ? { ...source, forms: [form] } : source,
});

/** The error for a cell of a column of numbers that is not a finite number. */
export async function featureError(
  table: Table,
  column: number,
  { row, isWanted = false }: Wrong = {},
): Promise<UserError> {
  const { where, text, got } = await cellAt(table, column, row ?? (await firstUnfitRow(table, column)));
  const repair = decimalComma.test(text) ? "Write decimal points" : "Correct the cell";
  const name = table.source.columns[column] as string;
  const affix = table.source.forms.length === 1 ? table.source.forms[0]?.affix : undefined;
  return new UserError({
    where,
    got,
    expected: `a finite number${affix ? ` with ${affixText(affix)} it` : ""}, as in ${affix && isWanted ? "training" : "most cells of the column"}, or nothing`,
    hint: isWanted
      ? `${repair}, or empty it`
      : `${repair}, leave the column out with --ignore ${shellWord(name)}, or say ${typeFlag(name, "category")}`,
  });
}

/** The error for a target cell that cannot be meant. */
export async function targetError(table: Table, column: number, row: number): Promise<UserError> {
  const { where, text, got } = await cellAt(table, column, row);
  return new UserError({
    where,
    got,
    expected: "a number, like the other values of the target",
    hint: decimalComma.test(text) ? "Write decimal points" : "Correct the cell, or delete its row",
  });
}

const decimalComma = /^\s*[+-]?\d+,\d+\s*$/;

async function cellAt(table: Table, column: number, row: number) {
  const { source } = table;
  const [[cell] = []] = await rowsOf(
    table,
    `SELECT c${column}::VARCHAR FROM ${source.relation()} LIMIT 1 OFFSET ${row}`,
  );
  const text = (cell as string | null | undefined) ?? "";
  const shown = text.length > 40 ? `${text.slice(0, 40)}…` : text;
  return {
    where: `${source.path}, ${await source.place(row)}, column "${source.columns[column]}"`,
    text,
    got: isPresent(text) ? JSON.stringify(shown) : "an empty cell",
  };
}

/** The first row of a column whose cell holds something that is no finite number in the form that fits the most. */
async function firstUnfitRow(table: Table, column: number): Promise<number> {
  const { source } = table;
  const cell = `trim(c${column})`;
  const counts = source.forms.map(
    (form) => `count(${form.read(cell, "DOUBLE")}) FILTER (WHERE ${isThere(source, column)})`,
  );
  const [fitting = []] = await rowsOf(table, `SELECT ${counts.join(", ")} FROM ${source.relation()}`);
  const numbers = fitting.map(Number);
  const form = source.forms[numbers.indexOf(Math.max(...numbers))];
  if (!form) return 0;
  const fits = `coalesce(isfinite(${form.read(cell, "FLOAT")}), false) OR NOT ${isThere(source, column)}`;
  const [[row] = []] = await rowsOf(
    table,
    `SELECT row FROM (SELECT row_number() OVER () - 1 AS row, ${fits} AS fits FROM ${source.relation()}) WHERE NOT fits ORDER BY row LIMIT 1`,
  );
  return Number(row ?? 0);
}

/** @throws UserError for a number among columns that were read which is infinite. */
export async function refuseInfinity(
  table: Table,
  firstInfinite: readonly number[],
  readings: readonly Reading[],
): Promise<void> {
  const at = firstInfinite.findIndex((row) => row >= 0);
  if (at >= 0)
    throw await featureError(table, (readings[at] as Reading).index, {
      row: firstInfinite[at],
      isWanted: true,
    });
}
