// What every source of tables takes.
import { z } from "zod";
import { missingMarksOf, type TableFiles } from "../data/index.ts";
import { positiveParam } from "./define.ts";

const mark = z.union([z.string(), z.number()]);
const column = (description: string) => z.string().min(1).optional().meta({ description });

/** Columns that say something about rows. */
export const roleParams = {
  group: column("The column that says which rows belong together: no two parts share a group."),
  time: column("The column of times: training gets the earliest rows, the test part the latest."),
  weights: column("The column that says how much each row counts in training and in scores."),
};

export const ignoreParam = z
  .array(z.string().min(1))
  .default([])
  .meta({ description: "Columns to leave out." });

export const taskParam = z.enum(["classification", "regression"]).optional().meta({
  description:
    "Whether the target is classes or numbers. When absent, texts and few-valued whole numbers are classes.",
});

export const testParam = column("A file with the rows of the test part, with the columns of the other.");

/** How a delimited file is written, where that is known. */
export const delimitedParams = {
  separator: z.string().length(1).optional().meta({
    description:
      "What separates cells. When absent: tab, semicolon, bar, comma or blanks, by the first lines.",
  }),
  header: z.boolean().optional().meta({
    description: "Whether the first line names the columns. When absent, by what stands below it.",
  }),
};

export const tableParams = {
  path: z.string().min(1).meta({ description: "The file; a relative path counts from the recipe's folder." }),
  target: z.string().min(1).meta({
    description: 'The column to predict: its name, or "#" and its number from 0. Without a header: c0, c1, …',
  }),
  ignore: ignoreParam,
  task: taskParam,
  positive: positiveParam,
  ...roleParams,
  keep: z.array(z.string().min(1)).default([]).meta({
    description: "Columns of groups, times or weights that are learned from all the same.",
  }),
  test: testParam,
  labels: column("A file with the target of each row, where the table itself has none."),
  ordinal: z
    .record(z.string(), z.array(z.string().min(1)).min(2))
    .optional()
    .meta({
      description:
        'Columns of categories that have an order, with their levels from the lowest to the highest, such as {"size": ["S", "M", "L"]}: each becomes one number, the place in that order.',
    }),
  missing: z
    .union([mark, z.array(mark), z.record(z.string(), z.union([mark, z.array(mark)]))])
    .optional()
    .meta({
      description:
        'What stands for a missing value besides nothing, ?, NA, N/A, NaN and null: in any column, such as -200 or ["-200", "none"], or by column, such as {"glucose": 0}; a number stands for its value.',
    }),
  types: z
    .record(z.string(), z.enum(["number", "category"]))
    .optional()
    .meta({
      description:
        'What columns hold where it is not what they look like, such as {"zip": "category", "article": "number"}. When absent: numbers where all cells are such, but digits of which some have a 0 before them are categories.',
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
): Omit<S, "missing"> & TableFiles {
  const path = (file: string | undefined) => file && resolve(file);
  const { test, labels, testLabels, missing } = settings;
  return {
    ...settings,
    missing: missing === undefined ? undefined : missingMarksOf(missing),
    test: path(test),
    labels: path(labels),
    testLabels: path(testLabels),
  };
}
