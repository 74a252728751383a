// What every source of tables takes.
import { z } from "zod";
import type { TableFiles } from "../data/index.ts";
import { positiveParam } from "./define.ts";

const mark = z.string();
const column = (description: string) => z.string().min(1).optional().meta({ description });

export const tableParams = {
  path: z.string().min(1).meta({ description: "The file; a relative path counts from the recipe's folder." }),
  target: z.string().min(1).meta({
    description: 'The column to predict: its name, or "#" and its number from 0. Without a header: c0, c1, …',
  }),
  ignore: z.array(z.string().min(1)).default([]).meta({ description: "Columns to leave out." }),
  task: z.enum(["classification", "regression"]).optional().meta({
    description:
      "Whether the target is classes or numbers. When absent, texts and few-valued whole numbers are classes.",
  }),
  positive: positiveParam,
  group: column("The column that says which rows belong together: no two parts share a group."),
  time: column("The column of times: training gets the earliest rows, the test part the latest."),
  weights: column("The column that says how much each row counts in training and in scores."),
  keep: z.array(z.string().min(1)).default([]).meta({
    description: "Columns of groups, times or weights that are learned from all the same.",
  }),
  test: column("A file with the rows of the test part, with the columns of the other."),
  labels: column("A file with the target of each row, where the table itself has none."),
  ordinal: z
    .record(z.string(), z.array(z.string().min(1)).min(2))
    .optional()
    .meta({
      description:
        'Columns of categories that have an order, with their levels from the lowest to the highest, such as {"size": ["S", "M", "L"]}: each becomes one number, the place in that order.',
    }),
  missing: z
    .union([z.array(mark), z.record(z.string(), z.array(mark))])
    .optional()
    .meta({
      description:
        'What stands for a missing value besides nothing, ?, NA, N/A, NaN and null, in any column ["-200"] or by column {"glucose": ["0"]}; a number stands for its value.',
    }),
  memory: z.number().min(0).optional().meta({
    description:
      "How many megabytes of cells (4 bytes each) stay in memory; a larger table is kept in temporary files, and a run reads it window by window. When absent: a 32nd of the machine's memory. It changes no result.",
  }),
  testLabels: column("A file with the target of each row of the test file, beside labels."),
};

export const encodingParam = z.string().min(1).optional().meta({
  description:
    "The encoding, such as windows-1252, utf-16le or shift_jis. When absent: by the byte order mark, UTF-8 where that is valid, else windows-1252, which is told.",
});

type TableSettings = Omit<z.output<z.ZodObject<typeof tableParams>>, "path">;

/** How a table is to be read; `resolve` tells where a file is. */
export function tableOptions<S extends TableSettings>(
  settings: S,
  resolve: (file: string) => string,
): S & TableFiles {
  const path = (file: string | undefined) => file && resolve(file);
  const { test, labels, testLabels } = settings;
  return { ...settings, test: path(test), labels: path(labels), testLabels: path(testLabels) };
}
