import type { History, LossConvention, Origin } from "../history/index.ts";

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

/** How another program's log was read: the format, the series and what their losses are, then what the reader noticed. */
export function originText(origin: Origin, { unit = "epoch", rows }: History): string {
  const { title, columns, trainLoss, validationLoss, remarks } = origin;
  const place =
    columns.epoch === undefined ? `${units[unit]} counted from 1` : `${units[unit]} "${columns.epoch}"`;
  const counts = [
    ...(rows.train > 0 ? [`${rows.train} of training`] : []),
    ...(rows.validation > 0 ? [`${rows.validation} of validation`] : []),
  ];
  return [
    `Read as ${title}, ${place}:`,
    ...(columns.train === undefined ? [] : [`  training loss "${columns.train}" (${said(trainLoss)})`]),
    ...(columns.validation === undefined
      ? []
      : [`  validation loss "${columns.validation}" (${said(validationLoss)})`]),
    ...(columns.learningRate === undefined ? [] : [`  learning rate "${columns.learningRate}"`]),
    ...(counts.length === 0 ? [] : [`  rows: ${counts.join(", ")}`]),
    ...remarks.map(({ sentence }) => sentence),
  ].join("\n");
}
