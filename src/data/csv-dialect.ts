import { isPresent } from "./missing.ts";
import { parseRecords } from "./records.ts";

/** How a delimited text file is written. */
export interface Dialect {
  readonly delimiter: string;
  readonly hasHeader: boolean;
  /** Whether a comment above the rows names the columns. */
  readonly isNamedAbove?: boolean;
  /** Whether cells are separated by runs of blanks, as where columns are aligned; lines may begin with such. */
  readonly isAligned: boolean;
  /** From the header, or `c0`, `c1`, … where there is none or its cell is empty. */
  readonly columns: readonly string[];
}

/** From the least to the most likely to occur inside a cell: the order in which they win a tie. */
const delimiters = ["\t", ";", "|", ",", " "] as const;
/** Whether a cell holds a decimal number (blanks around it allowed); not `NaN`, `Infinity`, `0x10` or `1,5`. */
export const isNumeric = (cell: string): boolean =>
  /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?\s*$/i.test(cell);

/** A line whose cells are separated by runs of blanks with one blank each; what stands in quotes stays. */
export const withSingleBlanks = (line: string): string =>
  line.trim().replaceAll(/"(?:[^"]|"")*"|[ \t]+/g, (part) => (part.startsWith('"') ? part : " "));

const aligned = (text: string): string => text.split("\n").map(withSingleBlanks).join("\n");

const cellsOf = (sample: string, delimiter: string): (readonly string[])[] =>
  parseRecords(delimiter === " " ? aligned(sample) : sample, { delimiter, hasQuotes: true }).map(
    ({ cells }) => cells,
  );

/** What is said of a dialect already. */
interface Given {
  readonly separator?: string | undefined;
  readonly header?: boolean | undefined;
}

/**
 * Finds delimiter and header from the beginning of a file (whole lines). The delimiter is the one that occurs in the
 * first line and as often in the most of the others; a header is a first line with a text above a column of numbers, or,
 * where no column holds numbers, with cells that never occur again.
 */
export function detectDialect(sample: string, given: Given = {}): Dialect {
  const { delimiter, records } =
    given.separator === undefined
      ? bestDelimiter(sample)
      : { delimiter: given.separator, records: cellsOf(sample, given.separator) };
  const [first = [], ...others] = records;
  const header = given.header ?? hasHeader(first, others);
  return {
    delimiter,
    hasHeader: header,
    isAligned: delimiter === " " && aligned(sample) !== sample.replaceAll("\r", "").trimEnd(),
    columns: columnNames(first, header),
  };
}

function bestDelimiter(sample: string) {
  const candidates = delimiters.map((delimiter) => {
    const records = cellsOf(sample, delimiter);
    const width = records[0]?.length ?? 0;
    const agreeing = records.filter((record) => record.length === width).length;
    return { delimiter, records, score: width > 1 ? agreeing / records.length : 0 };
  });
  const best = candidates.reduce((held, candidate) => (candidate.score > held.score ? candidate : held));
  return best.score > 0 ? best : { delimiter: ",", records: cellsOf(sample, ",") };
}

/** The names of a header's cells, or `c0`, `c1`, … where it is none or a cell is empty. */
export const columnNames = (first: readonly string[], isHeader: boolean): string[] =>
  first.map((cell, i) => (isHeader && cell.trim() !== "" ? cell.trim() : `c${i}`));

export function hasHeader(first: readonly string[], others: readonly (readonly string[])[]): boolean {
  const columns = first.map((head, i) => ({
    head,
    cells: others.map((record) => record[i] ?? "").filter((cell) => isPresent(cell)),
  }));
  const numeric = columns.filter(({ cells }) => cells.length > 0 && cells.every(isNumeric));
  if (numeric.length > 0) return numeric.some(({ head }) => isPresent(head) && !isNumeric(head));
  return first.every((head) => !isNumeric(head)) && columns.every(({ head, cells }) => !cells.includes(head));
}
