import { formatNumber } from "../draw/index.ts";
import type { EpochRecord, History, Scores } from "../history/index.ts";
import type { ReportPrescription, ReportRun } from "./input.ts";

const keptRecord = ({ history, kept }: ReportRun): EpochRecord | undefined =>
  history.epochs.find(({ epoch }) => epoch === kept?.epoch);

/** The epoch whose scores stand for a run: that of the kept weights, else the one with the best validation loss, else the last. */
export function shownEpoch(run: ReportRun): EpochRecord | undefined {
  const { epochs } = run.history;
  return keptRecord(run) ?? epochs.find(({ epoch }) => epoch === run.diagnosis.bestEpoch) ?? epochs.at(-1);
}

/** Says whose scores {@link shownEpoch} has. */
export function shownBecause(run: ReportRun): string {
  const { history, diagnosis, test } = run;
  const { epoch } = shownEpoch(run) ?? {};
  if (keptRecord(run)) return `Scores of the kept weights, those of epoch ${epoch}`;
  const isBest = history.epochs.some((record) => record.epoch === diagnosis.bestEpoch);
  const why = isBest ? "the epoch with the best validation loss" : "the last epoch";
  const tested = test === undefined ? "" : "; the test scores are those of the kept weights";
  return `Scores after epoch ${epoch}, ${why}${tested}`;
}

/** Says of several runs whose scores {@link shownEpoch} has. */
export function allShownBecause(runs: readonly ReportRun[]): string {
  const best = "at the epoch with its best validation loss, or its last epoch without validation";
  if (runs.every(keptRecord)) return "Each run with the weights that it kept";
  return runs.some(keptRecord)
    ? `Each run with the weights that it kept; where they belong to no epoch, ${best}`
    : `Each run ${best}`;
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

const without = (text: string, start: string): string =>
  text.startsWith(start) ? text.slice(start.length).trimStart() : text;

/** The reason for a remedy without what stands beside it already: a piece of evidence that was told, and the title. */
export const ownReason = ({ title, reason }: ReportPrescription, told: readonly string[]): string => {
  const evidence = told.find((sentence) => reason.startsWith(sentence)) ?? "";
  const own = without(without(reason, evidence), `${title}: `);
  return `${own.charAt(0).toLowerCase()}${own.slice(1)}`;
};
