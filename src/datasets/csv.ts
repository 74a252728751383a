import { z } from "zod";
import { defineDataset } from "./define.ts";
import { delimitedParams, encodingParam, tableOptions, tableParams } from "./table.ts";
import { usualForTables } from "./usual.ts";

export const csv = defineDataset({
  id: "csv",
  title: "CSV or TSV file",
  summary:
    "Reads a delimited text file, plain or gzip, of numbers and categories, gaps included. Encoding, delimiter, header and what columns hold are detected. Rows without a value of the target are left out, as is text after a blank line at the end.",
  usual: usualForTables,
  params: {
    ...tableParams,
    ...delimitedParams,
    decimal: z.enum([".", ","]).optional().meta({
      description:
        "What stands before decimals; the other one may separate thousands. When absent, what fits all cells of a column.",
    }),
    encoding: encodingParam,
  },
  load: async ({ path, ...settings }, { baseFolder, isExact }) => {
    const { readTableFiles, resolvePath } = await import("../data/index.node.ts");
    const resolve = (file: string) => resolvePath(baseFolder, file);
    return readTableFiles(resolve(path), { ...tableOptions(settings, resolve), isExact });
  },
  fromPath: async (path, form) => {
    const { looksLikeTable, tableColumns } = await import("../data/index.node.ts");
    if (!(await looksLikeTable(path, "delimited", form))) return undefined;
    return { settings: { path }, columns: await tableColumns(path, form) };
  },
});
