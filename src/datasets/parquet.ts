import { defineDataset } from "./define.ts";
import { tableOptions, tableParams } from "./table.ts";
import { usualForTables } from "./usual.ts";

export const parquet = defineDataset({
  id: "parquet",
  title: "Parquet file",
  summary:
    "Reads columns of numbers, texts, truth values and dates, gaps included, as their types say: texts are categories, dates too. Columns of lists or records have to be left out.",
  usual: usualForTables,
  params: tableParams,
  load: async ({ path, ...settings }, { baseFolder, isExact }) => {
    const { readTableFiles, resolvePath } = await import("../data/index.node.ts");
    const resolve = (file: string) => resolvePath(baseFolder, file);
    return readTableFiles(resolve(path), { ...tableOptions(settings, resolve), isExact });
  },
  fromPath: async (path) => {
    const { looksLikeTable, tableColumns } = await import("../data/index.node.ts");
    if (!(await looksLikeTable(path, "parquet"))) return undefined;
    return { settings: { path }, columns: await tableColumns(path) };
  },
});
