import type { LogFile, TextTable } from "../log-file.ts";
import { historiesOf } from "../log-history.ts";
import { textColumns } from "../text-columns.ts";
import { defineLogFormat, kerasManner } from "./format.ts";

const isKeras = ({ names }: TextTable): boolean =>
  names.includes("loss") &&
  !names.includes("step") &&
  (names.some((name) => name.startsWith("val_")) || names[0] === "epoch");

/** Keras' CSVLogger, or its History written by pandas: `loss` is of training, `val_loss` of validation. */
export const kerasCsv = defineLogFormat({
  id: "keras-csv",
  title: "Keras CSVLogger",
  looksFor: 'a CSV with the columns "loss" and "val_loss"',
  recognises: ({ table }) => table !== undefined && isKeras(table),
  read: ([log]) => {
    const { path: file, table } = log as LogFile & { readonly table: TextTable };
    const { table: columns, remarks } = textColumns(log as LogFile, table);
    return historiesOf(columns, {
      format: "keras-csv",
      title: "Keras CSVLogger",
      file,
      ...kerasManner,
      unnamed: "train",
      remarks,
    });
  },
});
