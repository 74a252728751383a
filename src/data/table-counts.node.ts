// How many cells of the columns of a table are numbers.
import { shellWord } from "../base/index.ts";
import { marksOf, missingMarks } from "./missing.ts";
import type { NumberForm } from "./number-forms.ts";
import { quoted, rowsOf, type Table, type TableSource } from "./table.node.ts";

/** Whether a cell holds something: it is not blank and no mark of a missing value. */
export function isThere({ columns, missing }: TableSource, index: number): string {
  const further = marksOf(missing, columns[index] as string).map((mark) => mark.trim().toLowerCase());
  const marks = [...missingMarks, ...further].map(quoted).join(", ");
  return `(lower(trim(coalesce(c${index}, ''))) NOT IN (${marks}))`;
}

/** DuckDB plans queries in a time that is quadratic in their width. */
const groupWidth = 150;

/** Columns, not too many at once. */
export const inGroups = <T>(columns: readonly T[]): (readonly T[])[] =>
  Array.from({ length: Math.ceil(columns.length / groupWidth) }, (_, group) =>
    columns.slice(group * groupWidth, (group + 1) * groupWidth),
  );

/** From this share of numbers on, the other cells of a column are mistakes and not categories. */
export const mostlyNumbers = 0.95;

/** What is said of a column. */
export type ColumnType = "number" | "category";

/** What is known of columns before their cells are looked at, by their positions. */
export interface Known {
  readonly types?: ReadonlyMap<number, ColumnType>;
  /** Columns of which digits with a 0 before them are numbers. */
  readonly noCodes?: ReadonlySet<number>;
  /** Columns of which numbers with something around them are texts. */
  readonly noAffixes?: ReadonlySet<number>;
  /** The column to predict where nothing says of what kind it is: few different texts are classes. */
  readonly target?: number | undefined;
  /** Whether a model says what all columns hold. */
  readonly isGiven?: boolean;
}

/** Where cells are looked at, and what is known of them. */
export interface Looked {
  readonly table: Table;
  /** The sample, or the whole table, of which each query is a pass over the file. */
  readonly relation: string;
  readonly known: Known;
}

/** Columns as they are asked about at once. */
export const groupsOf = (relation: string, indices: readonly number[]): (readonly number[])[] =>
  relation === "sample" ? inGroups(indices) : indices.length > 0 ? [indices] : [];

/** The words that say of a column what it holds. */
export const typeFlag = (name: string, type: ColumnType): string =>
  `--types ${shellWord(/[",]/.test(name) ? `"${name.replaceAll('"', '""')}=${type}"` : `${name}=${type}`)}`;

/** How many cells of a column hold something, and how many of these are numbers in each of some forms. */
export interface CellCounts {
  readonly there: number;
  readonly fitting: readonly number[];
}

export async function countCells(
  table: Table,
  indices: readonly number[],
  forms: readonly NumberForm[],
  relation: string,
): Promise<CellCounts[]> {
  if (indices.length === 0 || forms.length === 0) return [];
  const cells = indices.map((i) => `CASE WHEN ${isThere(table.source, i)} THEN trim(c${i}) END AS c${i}`);
  const counts = indices.flatMap((i) => [
    `count(c${i})`,
    ...forms.map((form) => `count(${form.read(`c${i}`, "DOUBLE")})`),
  ]);
  const sql = `SELECT ${counts.join(", ")} FROM (SELECT ${cells.join(", ")} FROM ${relation})`;
  const [row = []] = await rowsOf(table, sql);
  const width = forms.length + 1;
  return indices.map((_, at) => {
    const [there = 0, ...fitting] = row.slice(width * at, width * (at + 1)).map(Number);
    return { there, fitting };
  });
}

/** The same by columns, of any number of them. */
export async function countedIn(
  { table, relation }: Looked,
  indices: readonly number[],
  forms: readonly NumberForm[],
): Promise<ReadonlyMap<number, CellCounts>> {
  const counts = new Map<number, CellCounts>();
  for (const group of groupsOf(relation, indices))
    for (const [at, cells] of (await countCells(table, group, forms, relation)).entries())
      counts.set(group[at] as number, cells);
  return counts;
}
