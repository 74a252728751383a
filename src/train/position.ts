import type { EpochRecord } from "../history/index.ts";
import type { StretchResult } from "./engine.ts";
import { addedPath } from "./step.ts";
import type { Strengths } from "./techniques.ts";

/** The epoch so far. */
export interface Running {
  /** Of the mini-batch losses. */
  readonly sum: number;
  /** How many updates it had. */
  readonly count: number;
  /** The sums of what techniques told about the updates, by path. */
  readonly reports: Readonly<Record<string, number>>;
}

/** Where a run stands; with the state it is all that a resume needs. */
export interface Position {
  /** Updates made since the start of the run. */
  readonly step: number;
  readonly running: Running;
  /** In full, as the recipe or a wish set them. */
  readonly strengths: Strengths;
}

/** An epoch before its first update. */
export const nothingRun: Running = { sum: 0, count: 0, reports: {} };

const added = (start: number, values: Float32Array): number =>
  values.reduce((total, value) => total + value, start);

/** The position after more updates of the same epoch. */
export function advanced(
  { step, running, strengths }: Position,
  { losses, reports }: Pick<StretchResult, "losses" | "reports">,
): Position {
  const { sum, count } = running;
  const sums = Object.entries(reports).map(([path, values]) => [
    path,
    added(running.reports[path] ?? 0, values),
  ]);
  return {
    step: step + losses.length,
    running: {
      sum: added(sum, losses),
      count: count + losses.length,
      reports: Object.fromEntries(sums) as Running["reports"],
    },
    strengths,
  };
}

/** The mean of what techniques added to the losses of examples. */
export const addedOf = ({ count, reports }: Running): number =>
  (reports[addedPath] ?? 0) / Math.max(count, 1);

/** The means over the updates of an epoch; without reports where no technique told anything. */
export function meansOf({ sum, count, reports }: Running): Pick<EpochRecord, "running" | "reports"> {
  const means = Object.entries(reports).map(([path, total]) => [path, total / count] as const);
  return {
    running: { loss: sum / count },
    ...(means.length > 0 && { reports: Object.fromEntries(means) }),
  };
}
