import { fixed, type Parameters, type Reference, type Settings } from "../seams/index.ts";

/** For schedules that fall over the whole run. */
export const floor = fixed({
  symbol: "f",
  description: "Share of the learning rate that is left at the end of the run.",
  min: 0,
  max: 1,
  default: 0,
  off: 1,
});

/** Where a run stands. */
export interface Progress {
  /** Updates made so far; 0 before the first. */
  readonly step: number;
  readonly stepsPerEpoch: number;
  readonly totalSteps: number;
}

/** How the learning rate moves over a run. */
export interface Schedule<P extends Parameters = Parameters> {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  /** LaTeX; t is the number of updates made so far. */
  readonly formula: string;
  readonly references: readonly Reference[];
  readonly params: P;
  /** What the base learning rate is multiplied with for the update after `progress.step` updates. */
  factor(progress: Progress, settings: Settings<P>): number;
}

export const defineSchedule = <const P extends Parameters>(schedule: Schedule<P>): Schedule<P> => schedule;
