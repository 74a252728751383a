// The columns of a table as what a model learns from.
import { isNameOfIdentifier, isRowNumber, rowMajor } from "./columns.ts";
import type { Columns, NumberColumn, NumberInputs } from "./dataset.ts";
import { isSpilled, spilledRows } from "./table-spill.node.ts";

/**
 * Complete numbers as they are; else columns that are to be encoded, on disk or in memory.
 * @param isExact whether they keep their digits, as columns do and numbers for a model do not.
 */
export function inputsOf(columns: Columns["columns"], rows: number, isExact = false): NumberInputs | Columns {
  const numbers = isExact ? undefined : complete(columns, rows);
  if (numbers) return numbers;
  if (!columns.some(isSpilled)) return { kind: "columns", columns };
  return { kind: "columns", columns, encoded: (by) => spilledRows(columns, rows, by) };
}

/** Whether a column is one number as a model takes it. */
const isConstant = ({ values }: NumberColumn): boolean => {
  const first = Math.fround(values[0] as number);
  return values.every((value) => Math.fround(value) === first);
};

/** Columns as numbers for a model where all are complete columns of numbers to learn from; nothing otherwise. */
function complete(columns: Columns["columns"], rows: number): NumberInputs | undefined {
  const numbers = columns.filter((column) => column.kind === "numbers");
  const isUnclear = (column: NumberColumn): boolean =>
    isNameOfIdentifier(column.name) ||
    isRowNumber(column) ||
    isConstant(column) ||
    column.values.includes(Number.NaN);
  if (numbers.length < columns.length || numbers.some(isUnclear)) return undefined;
  if (numbers.some(isSpilled)) return spilledRows(numbers, rows);
  const values = rowMajor(numbers, { from: 0, to: rows });
  return { kind: "table", shape: [numbers.length], values, columns: numbers.map(({ name }) => name) };
}
