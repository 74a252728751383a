// What every source of tables takes.
import { z } from "zod";
import type { TableFiles } from "../data/index.ts";

const column = (description: string) => z.string().min(1).optional().meta({ description });

export const tableParams = {
  target: z.string().min(1).meta({
    description: 'The column to predict: its name, or "#" and its number from 0. Without a header: c0, c1, …',
  }),
  ignore: z.array(z.string().min(1)).default([]).meta({ description: "Columns to leave out." }),
  task: z.enum(["classification", "regression"]).optional().meta({
    description:
      "Whether the target is classes or numbers. When absent, texts and few-valued whole numbers are classes.",
  }),
  positive: column("Which of two classes is the one looked for; the second in order when absent."),
  group: column("The column that says which rows belong together: no two parts share a group."),
  time: column("The column of times: training gets the earliest rows, the test part the latest."),
  weights: column("The column that says how much each row counts in training and in scores."),
  keep: z.array(z.string().min(1)).default([]).meta({
    description: "Columns of groups, times or weights that are learned from all the same.",
  }),
  test: column("A file with the rows of the test part, with the columns of the other."),
  labels: column("A file with the target of each row, where the table itself has none."),
  testLabels: column("A file with the target of each row of the test file, beside labels."),
};

type TableSettings = z.output<z.ZodObject<typeof tableParams>>;

/** How a table is to be read; `resolve` tells where a file is. */
export function tableOptions(settings: TableSettings, resolve: (file: string) => string): TableFiles {
  const path = (file: string | undefined) => file && resolve(file);
  const { test, labels, testLabels } = settings;
  return { ...settings, test: path(test), labels: path(labels), testLabels: path(testLabels) };
}
