import { rowsIn } from "../json-columns.ts";
import type { LogFile } from "../log-file.ts";
import { historiesOf, type LogManner } from "../log-history.ts";
import { type LogTable, tableOf } from "../log-table.ts";
import { measureOf } from "../measures.ts";
import type { Remark } from "../record.ts";
import { textColumns } from "../text-columns.ts";
import { defineLogFormat, unknownManner } from "./format.ts";

/** One JSON object a line. */
function linesIn(text: string | undefined): readonly unknown[] {
  if (text === undefined || !text.startsWith("{")) return [];
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  return lines.flatMap((line) => {
    try {
      return [JSON.parse(line) as unknown];
    } catch {
      return [];
    }
  });
}

interface Found {
  readonly table: LogTable;
  readonly remarks: readonly Remark[];
}

function tableIn(log: LogFile): Found | undefined {
  const rows = rowsIn(log.json) ?? rowsIn(linesIn(log.text));
  if (rows) return { table: tableOf(log.path, rows), remarks: [] };
  return log.table && textColumns(log, log.table);
}

const namesIn = (log: LogFile): readonly string[] =>
  (rowsIn(log.json) ?? rowsIn(linesIn(log.text)))?.slice(0, 100).flatMap((row) => Object.keys(row)) ??
  log.table?.names ??
  [];

const isHeldOut = (part: string | undefined): boolean => part === "validation" || part === "test";

/** Series of losses, or of a score in two parts: what a table must have to be taken for a log without being told. */
function isLog(names: readonly string[]): boolean {
  const measures = names.map((name) => measureOf(name));
  const losses = measures.filter(({ kind, lossRank = 9 }) => kind === "loss" && lossRank <= 3);
  const isPlaced = measures.some(({ kind }) => kind === "epoch" || kind === "step" || kind === "iteration");
  const parts = measures.filter(({ kind }) => kind === "metric");
  return (
    losses.some(({ part, lossRank }) => part !== undefined || lossRank === 0 || isPlaced) ||
    (parts.some(({ part }) => isHeldOut(part)) && (isPlaced || parts.some(({ part }) => !isHeldOut(part))))
  );
}

const manner = (log: LogFile, remarks: readonly Remark[]): LogManner => ({
  format: "table",
  title: "table with named columns",
  file: log.path,
  ...unknownManner,
  remarks,
});

export const table = defineLogFormat({
  id: "table",
  title: "table with named columns",
  looksFor: 'any CSV or JSON with columns such as "epoch", "train_loss" and "val_loss"',
  recognises: (log) => isLog(namesIn(log)),
  read: ([log]) => {
    const found = tableIn(log as LogFile);
    return found ? historiesOf(found.table, manner(log as LogFile, found.remarks)) : [];
  },
});
