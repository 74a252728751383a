import { z } from "zod";
import { defineDataset } from "./define.ts";

export const csv = defineDataset({
  id: "csv",
  title: "CSV or TSV file",
  summary:
    "Reads a delimited text file, plain or gzip, of numbers and categories, gaps included. Delimiter, header and what columns hold are detected.",
  params: {
    path: z
      .string()
      .min(1)
      .meta({ description: "The file; a relative path counts from the recipe's folder." }),
    target: z.string().min(1).meta({
      description:
        'The column to predict: its name, or "#" and its number from 0. Without a header: c0, c1, …',
    }),
    ignore: z.array(z.string().min(1)).default([]).meta({ description: "Columns to leave out." }),
    task: z.enum(["classification", "regression"]).optional().meta({
      description:
        "Whether the target is classes or numbers. When absent, texts and few-valued whole numbers are classes.",
    }),
  },
  load: async ({ path, target, ignore, task }, { baseFolder }) => {
    const { readCsv, resolvePath } = await import("../data/index.node.ts");
    return readCsv(resolvePath(baseFolder, path), { target, ignore, task });
  },
  fromPath: async (path) => {
    if (!/\.(csv|tsv|tab|txt)(\.gz)?$/i.test(path)) return undefined;
    const { readCsvColumns } = await import("../data/index.node.ts");
    return { settings: { path }, columns: await readCsvColumns(path) };
  },
});
