import { shellWord } from "../base/index.ts";
import { expectedText, type Prescription } from "../derive/index.ts";
import type { ReportPrescription } from "../report/index.ts";

/** Remedies in the form that reports show; each comes with the command that tries it on the recipe of the run. */
export const reportPrescriptions = (
  prescriptions: readonly Prescription[],
  folder: string,
): ReportPrescription[] =>
  prescriptions.map(({ title, reason, setting, flag, watch, expected }) => ({
    title,
    reason,
    setting,
    watch,
    ...(expected !== undefined && { expected: expectedText(expected) }),
    command: `ockham train ${shellWord(folder)} ${flag}`,
  }));
