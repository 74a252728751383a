import type { LogFile, TextTable } from "../log-file.ts";
import { historiesOf } from "../log-history.ts";
import { textColumns } from "../text-columns.ts";
import { defineLogFormat, evaluated, running } from "./format.ts";

export const fastai = defineLogFormat({
  id: "fastai",
  title: "fastai CSVLogger",
  looksFor: 'a CSV with the columns "epoch", "train_loss", "valid_loss" and "time" (fastai)',
  recognises: ({ table }) =>
    table !== undefined &&
    ["epoch", "train_loss", "valid_loss", "time"].every((name) => table.names.includes(name)),
  read: ([log]) => {
    const { path: file, table } = log as LogFile & { readonly table: TextTable };
    const { table: columns, remarks } = textColumns(log as LogFile, table);
    return historiesOf(columns, {
      format: "fastai",
      program: "fastai",
      title: "fastai CSVLogger",
      file,
      // An exponential mean over the last batches, noise on; weight decay is decoupled.
      trainLoss: running("outside"),
      validationLoss: evaluated("outside"),
      unnamed: "validation",
      remarks,
    });
  },
});
