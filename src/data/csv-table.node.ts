import type { DuckDBConnection } from "@duckdb/node-api";
import { missingMarks } from "./csv-dialect.ts";
import type { CsvSource } from "./csv-source.node.ts";

/** Which columns of a file are read, by position. */
export interface Selection {
  readonly features: readonly number[];
  readonly target: number;
  /** The columns left out by name. */
  readonly ignored: readonly number[];
}

/** A file that DuckDB can be asked about. */
export interface CsvTable {
  readonly connection: DuckDBConnection;
  readonly source: CsvSource;
  readonly selection: Selection;
}

/** Does something with a file as a table of DuckDB. */
export async function withTable<T>(
  source: CsvSource,
  selection: Selection,
  act: (table: CsvTable) => Promise<T>,
): Promise<T> {
  // Loading DuckDB takes half a second: only those who read a table pay for it.
  const { DuckDBInstance } = await import("@duckdb/node-api");
  const instance = await DuckDBInstance.create(":memory:", {
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
  });
  try {
    return await act({ connection: await instance.connect(), source, selection });
  } finally {
    instance.closeSync();
  }
}

/**
 * The table to select from, with `$1` for {@link pathPattern}. Dialect and column names are ours: DuckDB's own detection
 * silently skips lines, or takes a ragged file for one of a single column.
 */
export function fromCsv({ columns, delimiter, hasHeader, gzip }: CsvSource): string {
  const types = columns.map((_, i) => `'c${i}': 'VARCHAR'`).join(", ");
  return `FROM read_csv($1, auto_detect = false, delim = '${delimiter}', quote = '"', escape = '"', header = ${hasHeader},
    compression = '${gzip ? "gzip" : "none"}', columns = {${types}})`;
}

/** DuckDB takes paths for patterns; brackets make their characters literal. */
export const pathPattern = (path: string): string => path.replaceAll(/[*?[]/g, "[$&]");

/** A cell as a number, NULL where it is none. */
export const asFloat = (column: number): string => `try_cast(trim(c${column}) AS FLOAT)`;

/** Whether a cell holds something: it is not blank and no mark of a missing value. */
export const isThere = (column: number): string =>
  `(lower(trim(coalesce(c${column}, ''))) NOT IN (${missingMarks.map((mark) => `'${mark}'`).join(", ")}))`;
