import { defineDataset } from "./define.ts";
import { encodingParam, tableOptions, tableParams } from "./table.ts";
import { usualForTables } from "./usual.ts";

export const jsonLines = defineDataset({
  id: "json-lines",
  title: "JSON lines, array or columns",
  summary:
    'Reads a file with a JSON object in each line, an array of objects, or one object with a list for each column or with its rows under "data", plain or gzip: a key is a column, and an object without it has a gap there. Texts that are all numbers are read as numbers. Columns of lists or objects have to be left out.',
  usual: usualForTables,
  params: { ...tableParams, encoding: encodingParam },
  load: async ({ path, ...settings }, { baseFolder, isExact }) => {
    const { readTableFiles, resolvePath } = await import("../data/index.node.ts");
    const resolve = (file: string) => resolvePath(baseFolder, file);
    return readTableFiles(resolve(path), { ...tableOptions(settings, resolve), isExact });
  },
  fromPath: async (path) => {
    const { looksLikeTable, tableColumns } = await import("../data/index.node.ts");
    if (!(await looksLikeTable(path, "json"))) return undefined;
    return { settings: { path }, columns: await tableColumns(path) };
  },
});
