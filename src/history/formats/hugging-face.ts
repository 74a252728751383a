import { rowsIn } from "../json-columns.ts";
import { type LogFile, parseJson } from "../log-file.ts";
import { historiesOf } from "../log-history.ts";
import { type Recorded, tableOf } from "../log-table.ts";
import { type Measure, measureOf } from "../measures.ts";
import type { History, Remark } from "../record.ts";
import { defineLogFormat, evaluated, running } from "./format.ts";

type Row = Readonly<Record<string, Recorded>>;

/** What the Trainer prints: Python's `{'loss': 0.5, 'epoch': 1.0}`, a line each. */
function printedRows(text: string): readonly Row[] | undefined {
  const lines = text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line.length < 20_000 && /^\{'(?:eval_|train_)?(?:loss|runtime)'/u.test(line));
  return rowsIn(lines.flatMap((line) => parseJson(line.replaceAll("'", '"')) ?? []));
}

/** The rows of a Trainer's log, in `log_history`, bare, or printed. */
function rowsOf({ json, text = "" }: LogFile): readonly Row[] | undefined {
  if (json === undefined) return text.includes("{'loss'") ? printedRows(text) : undefined;
  const list = Array.isArray(json) ? (json as unknown) : (json as { log_history?: unknown }).log_history;
  return list === undefined ? undefined : rowsIn(list);
}

const isTrainer = (rows: readonly Row[]): boolean =>
  rows.some((row) => "eval_loss" in row || ("loss" in row && ("learning_rate" in row || "step" in row))) &&
  rows.some((row) => "epoch" in row || "step" in row);

/** A plain `loss` is of training; the `train_loss` of the last row is the mean of the whole run and no point of the curve. */
const measureIn = (name: string): Measure =>
  name === "train_loss"
    ? { ...measureOf("train_runtime"), kind: "other" }
    : measureOf(name, name === "loss" ? "train" : undefined);

/** The number of rows that speed and time give, as of the most evaluations. */
function rowCount(rows: readonly Row[], part: "eval" | "train"): number | undefined {
  const counts = rows.flatMap((row) => {
    const [seconds, speed] = [row[`${part}_runtime`], row[`${part}_samples_per_second`]];
    const epochs = part === "train" ? (row["epoch"] ?? 0) : 1;
    const count = Math.round(((seconds ?? 0) * (speed ?? 0)) / epochs);
    return Number.isFinite(count) && count > 0 ? [count] : [];
  });
  return counts[0];
}

/** The rows without evaluations that follow another at the same step: repeated after training, or of other data. */
function distinct(rows: readonly Row[]): readonly Row[] {
  const seen = new Set<string>();
  return rows.filter((row) => {
    if (row["eval_loss"] === undefined) return true;
    const key = `${row["epoch"]} ${row["step"]}`;
    return !seen.has(key) && seen.add(key);
  });
}

/** Evaluations at a step that had one, with another result. */
function furtherEvaluations(rows: readonly Row[], kept: readonly Row[]): readonly Remark[] {
  const others = rows.filter(
    (row) => !kept.includes(row) && !kept.some((one) => one["eval_loss"] === row["eval_loss"]),
  );
  if (others.length === 0) return [];
  const places = [...new Set(others.map(({ step, epoch }) => step ?? epoch))].slice(0, 3).join(", ");
  return [
    {
      kind: "repeated",
      sentence: `At step ${places} a further evaluation had another result, as of other data; the first one counts.`,
    },
  ];
}

function read(log: LogFile): readonly History[] {
  const all = rowsOf(log) ?? [];
  const rows = distinct(all);
  const [train, validation] = [rowCount(rows, "train"), rowCount(rows, "eval")];
  return historiesOf(tableOf(log.path, rows, measureIn), {
    format: "hugging-face",
    program: "huggingFace",
    title: "Hugging Face Trainer",
    file: log.path,
    // The mean since the last log, dropout on; weight decay is decoupled.
    trainLoss: running("outside"),
    validationLoss: evaluated("outside"),
    unnamed: "train",
    remarks: furtherEvaluations(all, rows),
    rows: { ...(train && { train, trainMeasured: train }), ...(validation && { validation }) },
  });
}

export const huggingFace = defineLogFormat({
  id: "hugging-face",
  title: "Hugging Face trainer_state.json",
  looksFor:
    'JSON with "log_history", or such a list of {"loss": …, "epoch": …} and {"eval_loss": …} (Hugging Face)',
  recognises: (log) => isTrainer(rowsOf(log) ?? []),
  read: ([log]) => read(log as LogFile),
});
