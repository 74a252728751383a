import { parseRecords } from "./records.ts";

/** How a delimited text file is written. */
export interface Dialect {
  readonly delimiter: string;
  readonly hasHeader: boolean;
  /** From the header, or `c0`, `c1`, … where there is none or its cell is empty. */
  readonly columns: readonly string[];
}

/** From the least to the most likely to occur inside a cell: the order in which they win a tie. */
const delimiters = ["\t", ";", "|", ",", " "] as const;
/** What stands in a cell without a value, in lower case. */
export const missingMarks = ["", "?", "na", "n/a", "nan", "null"] as const;
const missing: ReadonlySet<string> = new Set(missingMarks);

/** Whether a cell holds a decimal number (blanks around it allowed); not `NaN`, `Infinity`, `0x10` or `1,5`. */
export const isNumeric = (cell: string): boolean =>
  /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?\s*$/i.test(cell);

/** Whether a cell holds a value: not blank and none of the usual marks of a missing one. */
export const isPresent = (cell: string): boolean => !missing.has(cell.trim().toLowerCase());

const cellsOf = (sample: string, delimiter: string): (readonly string[])[] =>
  parseRecords(sample, { delimiter, hasQuotes: true }).map(({ cells }) => cells);

/**
 * Finds delimiter and header from the beginning of a file (whole lines). The delimiter is the one that occurs in the
 * first line and as often in the most of the others; a header is a first line with a text above a column of numbers, or,
 * where no column holds numbers, with cells that never occur again.
 */
export function detectDialect(sample: string): Dialect {
  const candidates = delimiters.map((delimiter) => {
    const records = cellsOf(sample, delimiter);
    const width = records[0]?.length ?? 0;
    const agreeing = records.filter((record) => record.length === width).length;
    return { delimiter, records, score: width > 1 ? agreeing / records.length : 0 };
  });
  const best = candidates.reduce((held, candidate) => (candidate.score > held.score ? candidate : held));
  const { delimiter, records } = best.score > 0 ? best : { delimiter: ",", records: cellsOf(sample, ",") };
  const [first = [], ...others] = records;
  const header = hasHeader(first, others);
  return { delimiter, hasHeader: header, columns: columnNames(first, header) };
}

/** The names of a header's cells, or `c0`, `c1`, … where it is none or a cell is empty. */
export const columnNames = (first: readonly string[], isHeader: boolean): string[] =>
  first.map((cell, i) => (isHeader && cell.trim() !== "" ? cell.trim() : `c${i}`));

export function hasHeader(first: readonly string[], others: readonly (readonly string[])[]): boolean {
  const columns = first.map((head, i) => ({
    head,
    cells: others.map((record) => record[i] ?? "").filter(isPresent),
  }));
  const numeric = columns.filter(({ cells }) => cells.length > 0 && cells.every(isNumeric));
  if (numeric.length > 0) return numeric.some(({ head }) => isPresent(head) && !isNumeric(head));
  return first.every((head) => !isNumeric(head)) && columns.every(({ head, cells }) => !cells.includes(head));
}
