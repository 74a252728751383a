import type { Grouping } from "./log-points.ts";
import type { Roles } from "./log-roles.ts";
import type { RunRows } from "./log-runs.ts";
import type { LogColumn } from "./log-table.ts";
import type { CurveUnit, History, Remark } from "./record.ts";
import { unitWord } from "./unit-word.ts";

/** Names of columns in a sentence. */
export const listed = (columns: readonly LogColumn[]): string =>
  columns.length === 0
    ? "none"
    : columns
        .slice(0, 6)
        .map(({ name }) => `"${name.slice(0, 30)}"`)
        .join(", ") + (columns.length > 6 ? ", …" : "");

/** On the series of a run. */
export function runRemarks(
  { validation, test, train, otherLosses }: Roles,
  run: RunRows,
  unit: CurveUnit,
): Remark[] {
  const used = train ?? validation;
  return [
    ...(validation !== undefined && validation === test
      ? [
          {
            kind: "validationIsTest",
            sentence: `No series is called validation: "${validation.name}" stands for it.`,
          } as const,
        ]
      : []),
    ...(otherLosses.length > 0 && used
      ? [
          {
            kind: "severalLosses",
            sentence: `Judged by "${used.name}"; also recorded: ${listed(otherLosses)}.`,
          } as const,
        ]
      : []),
    ...(run.resumedAt.length > 0
      ? [
          {
            kind: "resumed",
            sentence: `The run went back to ${unitWord({ unit })} ${run.resumedAt.slice(0, 3).join(", ")} and on from there; what it did again replaces what it had done.`,
          } as const,
        ]
      : []),
  ];
}

/** A series with more such holes than this was recorded more seldom. */
const mostLeftOut = 0.1;

/** On single losses that are no finite number in the table, between others that are. */
export function leftOutRemarks(
  { train, validation }: Roles,
  recorded: readonly LogColumn[],
  { rows, x }: RunRows,
  unit: CurveUnit,
): Remark[] {
  return [train, validation].flatMap((role): Remark[] => {
    const values = recorded.find(({ name }) => name === role?.name)?.values ?? [];
    const filled = rows
      .map((row, i) => ({ value: values[row], place: x[i] }))
      .filter(({ value }) => value !== undefined);
    const lastFinite = filled.findLastIndex(({ value }) => Number.isFinite(value));
    const holes = filled.slice(0, lastFinite + 1).filter(({ value }) => !Number.isFinite(value));
    if (role === undefined || holes.length === 0 || holes.length > mostLeftOut * filled.length) return [];
    const places = holes
      .slice(0, 3)
      .map(({ place }) => place)
      .join(", ");
    const sentence = `"${role.name}" is no finite number at ${unitWord({ unit })} ${places}${holes.length > 3 ? ", …" : ""}: left out.`;
    return [{ kind: "leftOut", sentence }];
  });
}

/** On what makes a point. */
export function groupRemarks(
  { isAveraged, repeatedAt }: Grouping,
  unit: CurveUnit,
  merged: number,
): Remark[] {
  return [
    ...(isAveraged
      ? [
          {
            kind: "averaged",
            sentence: `Training loss is the mean of what was recorded since the ${unitWord({ unit })} or evaluation before.`,
          } as const,
        ]
      : []),
    ...(repeatedAt.length > 0
      ? [
          {
            kind: "repeated",
            sentence: `At ${unitWord({ unit })} ${repeatedAt.slice(0, 3).join(", ")} validation was recorded more than once with different results; the last one counts.`,
          } as const,
        ]
      : []),
    ...(merged > 1
      ? [{ kind: "averaged", sentence: `Means of ${merged} neighbouring points each are judged.` } as const]
      : []),
  ];
}

/** On rows that were counted. */
export function countRemarks(
  counted: { train?: number | undefined; validation?: number | undefined },
  { rows }: { readonly rows?: Partial<History["rows"]> },
): Remark[] {
  if (counted.validation === undefined || rows?.validation !== undefined) return [];
  return [
    {
      kind: "counted",
      sentence: `Validation accuracy moves in steps of 1/${counted.validation}: it was measured on ${counted.validation} rows, or a multiple of them.`,
    },
  ];
}
