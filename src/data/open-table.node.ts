import { type CsvSettings } from "./csv-source.node.ts";
import { openCsvTable } from "./csv.node.ts";
import type { TableSource } from "./table.node.ts";

/**
 * Any file of rows and columns as a table, by what its name ends with.
 * @throws UserError when it cannot be read.
 */
export const openTable = (path: string, settings: CsvSettings = {}): Promise<TableSource> =>
  openCsvTable(path, settings);
