import type { LogFile, TextTable } from "../log-file.ts";
import { historiesOf } from "../log-history.ts";
import { withSummedLosses } from "../summed-losses.ts";
import { textColumns } from "../text-columns.ts";
import { defineLogFormat, evaluated, running } from "./format.ts";

export const ultralytics = defineLogFormat({
  id: "ultralytics",
  title: "Ultralytics results.csv",
  looksFor: 'a CSV with columns such as "train/box_loss" and "val/box_loss" (Ultralytics)',
  recognises: ({ table }) =>
    table !== undefined &&
    // A classifier has one loss, and "top1" tells that it is Ultralytics'.
    (table.names.includes("metrics/accuracy_top1") ||
      (table.names.some((name) => /^train\/\w+_loss$/u.test(name)) &&
        table.names.some((name) => /^val\/\w+_loss$/u.test(name)))),
  read: ([log]) => {
    const { path: file, table } = log as LogFile & { readonly table: TextTable };
    const { table: columns, remarks } = textColumns(log as LogFile, table);
    return historiesOf(withSummedLosses(columns), {
      format: "ultralytics",
      program: "ultralytics",
      title: "Ultralytics results.csv",
      file,
      trainLoss: running("outside"),
      validationLoss: evaluated("outside"),
      unnamed: "validation",
      remarks,
    });
  },
});
