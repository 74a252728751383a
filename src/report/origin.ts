import { baselineOf, digits } from "../diagnose/index.ts";
import type { History, LossConvention, Origin } from "../history/index.ts";
import type { ReportFact } from "./input.ts";

const measured: Readonly<Record<LossConvention["measured"], string>> = {
  running: "a mean over the epoch while the weights moved, noise on",
  batch: "of single batches, noise on",
  evaluation: "in evaluation mode",
  unknown: "the log does not say how it was measured",
};

const penalties: Readonly<Record<LossConvention["penalty"], string>> = {
  inside: ", penalties of the weights inside",
  outside: "",
  unknown: "",
};

const said = ({ measured: how, penalty }: LossConvention): string => `${measured[how]}${penalties[penalty]}`;

const units = { epoch: "epochs", iteration: "boosting rounds", step: "steps", row: "rows" } as const;

const placeText = ({ columns }: Origin, { unit = "epoch" }: History): string =>
  columns.epoch === undefined ? `${units[unit]} counted from 1` : `${units[unit]} "${columns.epoch}"`;

const rowsText = ({ rows }: History): string =>
  [
    ...(rows.train > 0 ? [`${rows.train.toLocaleString("en-US")} of training`] : []),
    ...(rows.validation > 0 ? [`${rows.validation.toLocaleString("en-US")} of validation`] : []),
  ].join(", ");

/** What nothing learned scores, where that is guessed and matters, and how to state it. */
function guessText(history: History): string[] {
  const { loss, source, basis } = baselineOf(history);
  const isUsed = history.epochs.some(({ validation }) => validation !== undefined);
  if (source !== "guessed" || !isUsed) return [];
  return [
    `  loss of nothing learned: ${digits(loss)}, a guess (${basis}); --classes N or --baseline-loss LOSS states it`,
  ];
}

/** How another program's log was read: the format, the series and what their losses are, then what the reader noticed. */
export function originText(origin: Origin, history: History): string {
  const { title, columns, trainLoss, validationLoss, remarks } = origin;
  const counts = rowsText(history);
  return [
    `Read as ${title}, ${placeText(origin, history)}:`,
    ...(columns.train === undefined ? [] : [`  training loss "${columns.train}" (${said(trainLoss)})`]),
    ...(columns.validation === undefined
      ? []
      : [`  validation loss "${columns.validation}" (${said(validationLoss)})`]),
    ...(columns.learningRate === undefined ? [] : [`  learning rate "${columns.learningRate}"`]),
    ...(counts === "" ? [] : [`  rows: ${counts}`]),
    ...guessText(history),
    ...remarks.map(({ sentence }) => sentence),
  ].join("\n");
}

/** The same as facts of a report; what the reader noticed stands there by itself. */
export function originFacts(origin: Origin, history: History): ReportFact[] {
  const { file, run, title, columns, trainLoss, validationLoss, testLoss } = origin;
  const counts = rowsText(history);
  const entries: Record<string, string | undefined> = {
    File: file,
    Run: run,
    "Read as": title,
    Places: placeText(origin, history),
    "Training loss": columns.train && `"${columns.train}": ${said(trainLoss)}`,
    "Validation loss": columns.validation && `"${columns.validation}": ${said(validationLoss)}`,
    "Test loss": testLoss === undefined ? undefined : String(testLoss),
    "Learning rate": columns.learningRate && `"${columns.learningRate}"`,
    "Loss of nothing learned": guessText(history)[0]?.replace(/^.*?: /u, ""),
    Rows: counts === "" ? "their number is not in the log" : counts,
  };
  return Object.entries(entries).flatMap(([label, value]) => (value === undefined ? [] : [{ label, value }]));
}
