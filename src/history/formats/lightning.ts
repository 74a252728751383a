import type { LogFile, TextTable } from "../log-file.ts";
import { historiesOf } from "../log-history.ts";
import { measureOf } from "../measures.ts";
import { textColumns } from "../text-columns.ts";
import { defineLogFormat, evaluated } from "./format.ts";

/** The fewest training losses an epoch from which on they are of single batches. */
const fewOfEpoch = 1.5;

/** Lightning leaves cells blank: a row of updates holds training, a row of an epoch's end validation. */
function isSparse({ names, records }: TextTable): boolean {
  const losses = names.flatMap((name, i) => (measureOf(name).kind === "loss" ? [i] : []));
  return records.some(({ cells }) => losses.some((i) => cells[i]?.trim() === ""));
}

function isOfBatches({ names, records }: TextTable): boolean {
  const at = names.findIndex((name) => {
    const { part, kind } = measureOf(name);
    return part === "train" && kind === "loss" && !name.endsWith("_epoch");
  });
  const epoch = names.indexOf("epoch");
  const rows = records.filter(({ cells }) => cells[at]?.trim());
  const epochs = new Set(rows.map(({ cells }) => cells[epoch])).size;
  return !names.includes("train_loss_epoch") && rows.length > fewOfEpoch * epochs;
}

export const lightning = defineLogFormat({
  id: "lightning-csv",
  title: "PyTorch Lightning metrics.csv",
  looksFor: 'a CSV with the columns "epoch" and "step" and blanks between its rows (PyTorch Lightning)',
  recognises: ({ table }) =>
    table !== undefined && table.names.includes("epoch") && table.names.includes("step") && isSparse(table),
  read: ([log]) => {
    const { path: file, table } = log as LogFile & { readonly table: TextTable };
    const { table: columns, remarks } = textColumns(log as LogFile, table);
    return historiesOf(columns, {
      format: "lightning-csv",
      program: "lightning",
      title: "PyTorch Lightning metrics.csv",
      file,
      trainLoss: { measured: isOfBatches(table) ? "batch" : "running", penalty: "unknown" },
      validationLoss: evaluated("unknown"),
      remarks,
    });
  },
});
