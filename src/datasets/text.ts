import { z } from "zod";
import { defineDataset, positiveParam } from "./define.ts";
import { delimitedParams, encodingParam, ignoreParam, roleParams, taskParam, testParam } from "./table.ts";
import { usualForTexts } from "./usual.ts";

const column = (what: string) =>
  z
    .string()
    .min(1)
    .meta({
      description: `The column ${what}: its name, or "#" and its number from 0. Without a header: c0, c1, …`,
    });

export const text = defineDataset({
  id: "text",
  title: "Texts",
  summary:
    "Reads a column of texts and a column of classes or numbers from a delimited file, plain or gzip, from Parquet or JSON lines. In a file with tabs, quotes are ordinary characters. Other columns are not read, and are named.",
  usual: usualForTexts,
  params: {
    path: z
      .string()
      .min(1)
      .meta({ description: "The file; a relative path counts from the recipe's folder." }),
    text: column("of the texts"),
    target: column("to predict"),
    ignore: ignoreParam,
    task: taskParam,
    positive: positiveParam,
    ...roleParams,
    test: testParam,
    ...delimitedParams,
    encoding: encodingParam,
    vocabularySize: z.int().min(1).default(10_000).meta({
      description:
        "How many different tokens are known at most: the most frequent ones of the training rows.",
    }),
    minimumCount: z.int().min(1).default(2).meta({
      description: "Tokens that the training rows hold less often than this are taken as unknown.",
    }),
    maximumLength: z.int().min(1).default(64).meta({
      description: "How many tokens of a text are read at most; what follows is cut off.",
    }),
    lowerCase: z.boolean().default(true).meta({ description: "Whether capital letters are made small." }),
  },
  load: async ({ path, test, ...options }, { baseFolder }) => {
    const { readText, resolvePath } = await import("../data/index.node.ts");
    return readText(resolvePath(baseFolder, path), {
      ...options,
      test: test && resolvePath(baseFolder, test),
    });
  },
  fromPath: async (path, form) => {
    const { looksLikeTable, readTextColumns } = await import("../data/index.node.ts");
    const kinds = ["delimited", "parquet", "json"] as const;
    const isTable = await Promise.all(kinds.map((kind) => looksLikeTable(path, kind, form)));
    if (!isTable.includes(true)) return undefined;
    return { settings: { path }, columns: await readTextColumns(path, form) };
  },
});
