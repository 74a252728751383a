import { formatNumber } from "../draw/index.ts";
import type { EpochRecord, History, Scores } from "../history/index.ts";
import type { ReportRun } from "./input.ts";

/** The epoch by which a run is judged: the one with the best validation loss, else the last. */
export function judgedEpoch({ history, diagnosis }: ReportRun): EpochRecord | undefined {
  return history.epochs.find(({ epoch }) => epoch === diagnosis.bestEpoch) ?? history.epochs.at(-1);
}

/** Says which epoch {@link judgedEpoch} took and why. */
export function judgedBecause({ history, diagnosis }: ReportRun): string {
  const isBest = history.epochs.some(({ epoch }) => epoch === diagnosis.bestEpoch);
  return isBest ? "the epoch with the best validation loss" : "the last epoch";
}

/** The loss with its standard error where that is known: "0.2531 ± 0.012". */
export function lossText({ loss, lossStandardError }: Scores): string {
  if (!(lossStandardError > 0)) return formatNumber(loss);
  return `${formatNumber(loss)} ± ${formatNumber(lossStandardError, 2)}`;
}

/** The metric by which runs are compared at a glance. */
export const leadingMetric = (history: History): History["metrics"][number] | undefined => history.metrics[0];

/** A number, or a dash where there is none. */
export const orDash = (value: number | undefined): string =>
  value === undefined ? "–" : formatNumber(value);

/** JSON on one line when it is short, else indented; a text as it stands. */
export function asText(value: unknown): string {
  if (typeof value === "string") return value;
  const indented = JSON.stringify(value, null, 2) ?? "";
  const line = indented.replaceAll(/\n\s*/g, " ");
  return line.length <= 72 ? line : indented;
}

interface Kept {
  readonly stopped: { readonly kind: string };
  readonly kept: { readonly epoch: number };
  readonly timing: { readonly steps: number };
}

/** Which weights were tested and exported: those after the last good update of a diverged run belong to no epoch. */
export const keptText = ({ stopped, kept, timing }: Kept): string =>
  stopped.kind === "diverged" ? `weights after update ${timing.steps}` : `weights of epoch ${kept.epoch}`;
