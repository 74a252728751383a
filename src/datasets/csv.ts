import { z } from "zod";
import { defineDataset } from "./define.ts";
import { tableOptions, tableParams } from "./table.ts";
import { usualForTables } from "./usual.ts";

export const csv = defineDataset({
  id: "csv",
  title: "CSV or TSV file",
  summary:
    "Reads a delimited text file, plain or gzip, of numbers and categories, gaps included. Delimiter, header and what columns hold are detected.",
  usual: usualForTables,
  params: {
    path: z
      .string()
      .min(1)
      .meta({ description: "The file; a relative path counts from the recipe's folder." }),
    ...tableParams,
  },
  load: async ({ path, ...settings }, { baseFolder }) => {
    const { readTableFiles, resolvePath } = await import("../data/index.node.ts");
    const resolve = (file: string) => resolvePath(baseFolder, file);
    return readTableFiles(resolve(path), tableOptions(settings, resolve));
  },
  fromPath: async (path) => {
    if (!/\.(csv|tsv|tab|txt)(\.gz)?$/i.test(path)) return undefined;
    const { readCsvColumns } = await import("../data/index.node.ts");
    return { settings: { path }, columns: await readCsvColumns(path) };
  },
});
