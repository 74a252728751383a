import { formatNumber } from "../draw/index.ts";
import type { RunResult } from "../train/index.ts";

const listText = (values: readonly number[]): string =>
  values.map((value) => formatNumber(value)).join(" and ");

/** What passes with noise say about how uncertain the predictions are: "log-likelihood −0.31, entropy 0.4 of which …". */
export function uncertaintyText({
  passes,
  logLikelihood,
  uncertainty,
}: NonNullable<RunResult["sampled"]>): string {
  const start = `log-likelihood ${formatNumber(logLikelihood)} by the mean of ${passes} passes with noise`;
  return "entropy" in uncertainty
    ? `${start}; mean entropy ${formatNumber(uncertainty.entropy)}, of which ${formatNumber(uncertainty.mutualInformation)} is mutual information`
    : `${start}; mean deviation of the passes ${listText(uncertainty.deviation)}, noise around them ${listText(uncertainty.noise)}`;
}
