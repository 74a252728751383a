import type { TableSettings } from "./csv-source.node.ts";
import { openCsvTable } from "./csv.node.ts";
import { openJsonLines } from "./json-lines.node.ts";
import { openParquet } from "./parquet.node.ts";
import type { TableSource } from "./table.node.ts";

/**
 * Any file of rows and columns as a table, by what its name ends with.
 * @throws UserError when it cannot be read.
 */
export function openTable(path: string, settings: TableSettings = {}): Promise<TableSource> {
  if (/\.(parquet|pq)$/i.test(path)) return openParquet(path, settings);
  return /\.(jsonl|ndjson)(\.gz)?$/i.test(path)
    ? openJsonLines(path, settings)
    : openCsvTable(path, settings);
}

/**
 * The names of a table's columns, in order.
 * @throws UserError when it cannot be read.
 */
export const tableColumns = async (path: string, settings?: TableSettings): Promise<readonly string[]> =>
  (await openTable(path, settings)).columns;
