import type { TableSettings } from "./csv-source.node.ts";
import { openCsvTable } from "./csv.node.ts";
import { openJson } from "./json-lines.node.ts";
import { openParquet } from "./parquet.node.ts";
import { tableKind } from "./table-kind.node.ts";
import type { TableSource } from "./table.node.ts";

const readers = { delimited: openCsvTable, parquet: openParquet, json: openJson } as const;

/**
 * Any file of rows and columns as a table, by what its name ends with, else by its first bytes.
 * @throws UserError when it cannot be read.
 */
export const openTable = async (path: string, settings: TableSettings = {}): Promise<TableSource> =>
  readers[await tableKind(path)](path, settings);

/**
 * The names of a table's columns, in order.
 * @throws UserError when it cannot be read.
 */
export const tableColumns = async (path: string, settings?: TableSettings): Promise<readonly string[]> =>
  (await openTable(path, settings)).columns;
