import type { EpochRecord, History } from "../history/index.ts";
import type { Position } from "./position.ts";
import type { State } from "./state.ts";
import type { Strengths } from "./techniques.ts";
import type { WeightRecord } from "./weight-records.ts";

export interface Saved {
  readonly state: State;
  readonly position: Position;
  readonly records: readonly EpochRecord[];
}

/** Keeps a run safe. */
export interface RunStore {
  save(update: {
    /** Those that were not saved yet. */
    readonly records: readonly EpochRecord[];
    readonly weights: readonly WeightRecord[];
    readonly best: { readonly epoch: number; readonly state: State } | undefined;
    readonly saved: Saved;
    /** Since the last save. */
    readonly timing: {
      readonly step: number;
      readonly trainMs: number;
      /** Spent waiting for examples, in training and in evaluation. */
      readonly waitMs: number;
      readonly totalMs: number;
    };
  }): Promise<void>;
  /** The best model that was saved, which is that of `epoch`. */
  loadBest(epoch: number): Promise<State>;
}

/** What the outside wants of a run, asked between calls of the engine. */
export interface Wishes {
  readonly stop?: boolean;
  readonly strengths?: Strengths;
}

export interface Progress {
  readonly epoch: number;
  readonly epochs: number;
  readonly step: number;
  readonly totalSteps: number;
  /** The mean mini-batch loss of the epoch so far. */
  readonly runningLoss: number;
  /** Milliseconds an update takes at present. */
  readonly stepMs: number;
  readonly remainingMs: number;
}

/** How a run talks to the outside. */
export interface Outside {
  wishes(): Promise<Wishes>;
  progress(progress: Progress): void;
  epoch(record: EpochRecord): void;
  /** A wish that cannot be met, as one sentence. */
  refused(message: string): void;
}

export interface Ending {
  readonly kind: "completed" | "stoppedEarly" | "diverged" | "interrupted";
  /** Why it ended, as a clause without a full stop. */
  readonly reason: string;
  readonly saved: Saved;
  /** The epoch whose weights are the result; 0 when no epoch was finished. */
  readonly keep: number;
  /** The model of `keep`. */
  readonly kept: State;
  /** Of a diverged run: the update whose loss was no finite number, and its epoch. */
  readonly brokeOff?: NonNullable<History["brokeOff"]>;
}
