import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { csvText, type WrittenTable } from "./csv-write.node.ts";

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** The types of columns: numbers as they are held in memory, classes as texts. */
const typesOf = ({ columns, isRegression }: WrittenTable): string =>
  columns
    .map((name, i) => `${quoted(name)}: '${i < columns.length - 1 || isRegression ? "FLOAT" : "VARCHAR"}'`)
    .join(", ");

/** Writes a table as a Parquet file. */
export async function writeParquet(path: string, table: WrittenTable): Promise<void> {
  const { DuckDBInstance } = await import("@duckdb/node-api");
  const scratch = await mkdtemp(join(tmpdir(), "ockham-parquet-"));
  try {
    const csv = join(scratch, "table.csv");
    await writeFile(csv, csvText(table));
    const instance = await DuckDBInstance.create(":memory:");
    try {
      const connection = await instance.connect();
      await connection.run(
        `COPY (SELECT * FROM read_csv(${quoted(csv)}, auto_detect = false, delim = ',', quote = '"', header = true, columns = {${typesOf(table)}})) TO ${quoted(path)} (FORMAT parquet)`,
      );
    } finally {
      instance.closeSync();
    }
  } finally {
    await rm(scratch, { recursive: true });
  }
}
