import type { Evidence } from "../diagnose/index.ts";
import { type History, type HistoryMetric, scoreBehind } from "../history/index.ts";
import type { Watched } from "../seams/index.ts";

/** What names the series of a log. */
export type NamedSeries = Pick<History, "metrics" | "origin">;

/** A score with its name for people. */
export interface WatchedScore extends Watched {
  readonly title: string;
}

/** A series as callbacks of the program that logged it know it. */
function callbackName(column: string, { origin }: NamedSeries): string {
  // A chart of Weights & Biases puts the run before the name.
  const chart = `${origin?.run ?? ""} - `;
  const name = column.startsWith(chart) ? column.slice(chart.length) : column;
  // Keras' TensorBoard callback writes `val_loss` as `epoch_loss`, in a folder of its own.
  return name.replace(/^validation\/epoch_/u, "val_");
}

/** The validation loss of a log, or the score that stands for it. */
export function watchedLoss(log: NamedSeries | undefined): Watched | undefined {
  const column = log?.origin?.columns.validation;
  if (log === undefined || column === undefined) return undefined;
  const score = scoreBehind(column);
  return { name: callbackName(score ?? column, log), better: score === undefined ? "lower" : "higher" };
}

/** A score in which every class weighs the same. */
const ofAllClasses = /(?:^|_)(?:macro|balanced)(?:_|$)/u;

/** The score by which to keep the weights: that which the evidence is about, else that which sees what the evidence saw. */
export function watchedScore(
  log: NamedSeries | undefined,
  { sign, metric }: Evidence,
): WatchedScore | undefined {
  const isFit = ({ id }: HistoryMetric): boolean => sign !== "falling-class" || ofAllClasses.test(id);
  const found = log?.metrics.find((one) => (metric === undefined ? isFit(one) : one.id === metric));
  if (log === undefined || found?.column === undefined) return undefined;
  return { name: callbackName(found.column, log), better: found.better, title: found.title };
}
