// The seam between files of rows and columns and everything that is done with their cells.
import type { DuckDBConnection } from "@duckdb/node-api";
import type { UserError } from "../base/index.ts";
import type { FurtherMarks } from "./missing.ts";
import type { NumberForm } from "./number-forms.ts";

/** What a file says of a column: numbers, texts that stay texts, texts that may be written numbers, or lists and records. */
export type CellKind = "numbers" | "texts" | "unknown" | "nested";

/** A number as DuckDB holds it: `FLOAT` is float32. */
export type NumberType = "FLOAT" | "DOUBLE";

/**
 * A file of rows and columns that was found and looked into. A reader of a file format makes one; what cells mean, and
 * reading them whole or in chunks, is the same for all.
 */
export interface TableSource {
  readonly path: string;
  /** Their names, all different. */
  readonly columns: readonly string[];
  readonly kinds: readonly CellKind[];
  /** How numbers may be written in columns of kind `unknown`. */
  readonly forms: readonly NumberForm[];
  /** Marks of missing values besides the usual ones. */
  readonly missing: FurtherMarks;
  /** About how many rows it has, where that can be told without reading it. */
  readonly likelyRows?: number;
  /** How the file is written, each a phrase for people. */
  readonly form: readonly string[];
  /** What people should know about how the file was read. */
  readonly notes: readonly string[];
  /**
   * The table as SQL after `FROM`: columns `c0`, `c1`, …; numbers in their own type, others as texts with NULL where the file
   * has nothing. Columns of `typed` are read as numbers at once: a cell that is none, and no mark of a gap, is an error.
   */
  relation(typed?: ReadonlyMap<number, NumberType>): string;
  /** Where a row (from 0) stands, for people: "line 12". */
  place(row: number): Promise<string>;
  /** What DuckDB says about a broken file, as an instruction; nothing when it says something else. */
  fault(error: Error): Promise<UserError | undefined>;
  /** Prepares what DuckDB needs, such as a copy in another encoding, for as long as `act` takes. */
  prepared<T>(act: (source: TableSource) => Promise<T>): Promise<T>;
}

/** A file that DuckDB can be asked about. */
export interface Table {
  readonly connection: DuckDBConnection;
  readonly source: TableSource;
}

/** Does something with a connection to a database in memory. */
export async function withDuckDb<T>(act: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
  // Loading DuckDB takes half a second: only those who read a table pay for it.
  const { DuckDBInstance } = await import("@duckdb/node-api");
  const instance = await DuckDBInstance.create(":memory:", {
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
  });
  try {
    const connection = await instance.connect();
    // It makes a join of each list of marks: quadratic work for wide tables.
    await connection.run("SET disabled_optimizers = 'in_clause'");
    // Rows wait in it for their reader, so that both work at once.
    await connection.run("SET streaming_buffer_size = '32MB'");
    return await act(connection);
  } finally {
    instance.closeSync();
  }
}

/**
 * Does something with a file as a table of DuckDB.
 * @throws UserError when the file turns out to be broken.
 */
export const withTable = <T>(source: TableSource, act: (table: Table) => Promise<T>): Promise<T> =>
  source.prepared(async (prepared) => {
    try {
      return await withDuckDb((connection) => act({ connection, source: prepared }));
    } catch (error) {
      throw (error instanceof Error && (await prepared.fault(error))) || error;
    }
  });

/** A text as SQL writes it. */
export const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** DuckDB takes paths for patterns; brackets make their characters literal. */
export const quotedPath = (path: string): string => quoted(path.replaceAll(/[*?[]/g, "[$&]"));

/** The rows of a query. */
export async function rowsOf({ connection }: Table, sql: string): Promise<readonly (readonly unknown[])[]> {
  return (await connection.runAndReadAll(sql)).getRows();
}
