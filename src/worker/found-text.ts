import { formatNumber } from "../draw/index.ts";
import type { RunResult } from "../train/index.ts";

/** What was found after training, and what it changed: "temperatureScaling.temperature 1.7, validation loss 0.52 → 0.48, …". */
export function foundText(
  { values, before }: NonNullable<RunResult["found"]>,
  { scores }: RunResult,
): string {
  const after = scores.validation;
  const change = (name: string, from = Number.NaN, to = Number.NaN): string =>
    `${name} ${formatNumber(from)} → ${formatNumber(to)}`;
  const { calibrationError } = before.metrics;
  return [
    ...Object.entries(values).map(([path, value]) => `${path} ${formatNumber(value)}`),
    change("validation loss", before.loss, after?.loss),
    ...(calibrationError === undefined
      ? []
      : [change("calibration error", calibrationError, after?.metrics["calibrationError"])]),
  ].join(", ");
}
