import { column, type LogColumn, type LogTable } from "./log-table.ts";
import type { LogPart } from "./measures.ts";

/** The parts of a detector's loss, which Ultralytics logs weighted as it minimises their sum. */
const ofDetectors = new Set([
  "box_loss",
  "cls_loss",
  "dfl_loss",
  "obj_loss",
  "seg_loss",
  "pose_loss",
  "kobj_loss",
]);

/** A table with the sums of a detector's losses, where it has several and no whole one. */
export function withSummedLosses(table: LogTable): LogTable {
  const sums = (["train", "validation"] as const).map((part) => summed(table, part));
  const whole = sums.flatMap((sum) => sum ?? []);
  return whole.length === sums.length ? { ...table, columns: [...whole, ...table.columns] } : table;
}

function summed({ columns, rows }: LogTable, part: LogPart): LogColumn | undefined {
  const parts = columns.filter(({ measure }) => measure.part === part && ofDetectors.has(measure.id));
  if (parts.length < 2) return undefined;
  const values = Array.from({ length: rows }, (_, row) => {
    const here = parts.flatMap((one) => one.values[row] ?? []);
    return here.length < parts.length ? undefined : here.reduce((sum, one) => sum + one, 0);
  });
  const names = parts.map(({ name }) => name.split("/").at(-1)).join(" + ");
  return column(`${part === "train" ? "train" : "val"}/loss (${names})`, values, {
    ...(parts[0] as LogColumn).measure,
    id: "loss",
    title: "loss",
    lossRank: 0,
  });
}
