import type { Instruction } from "../base/index.ts";
import type { EpochRecord } from "../history/index.ts";
import type { Recipe } from "../recipe/index.ts";
import type { ReportRun } from "../report/index.ts";
import type { Progress, RunResult, Wishes } from "../train/index.ts";

/** What a worker is told to do. */
export interface Job {
  /** A recipe starts a run; without one the run in `folder` is resumed. */
  readonly recipe?: Recipe | undefined;
  readonly folder: string;
  readonly baseFolder: string;
  readonly dataFolders: readonly string[];
}

/** A run as it starts, for people. */
export interface Planned {
  readonly data: string;
  /** How it was read, where that had to be found out. */
  readonly reading: string | undefined;
  /** What is predicted, and why it is classes or numbers; of tables. */
  readonly target: string | undefined;
  /** How rows were divided. */
  readonly split: string;
  /** What the columns of a table were taken for, where that had to be found out. */
  readonly columns: string | undefined;
  /** Ways in which what judges the run may be known to it already, a sentence each. */
  readonly leaks: readonly string[];
  /** Held-out rows that training has too, a sentence or none. */
  readonly repeats: readonly string[];
  /** Values that may stand for missing ones, a sentence each. */
  readonly suspects: readonly string[];
  /** Classes of held-out rows that no training row has, a sentence each. */
  readonly unseen: readonly string[];
  /** Columns that say the same, a sentence or none. */
  readonly twins: readonly string[];
  readonly model: string;
  readonly rows: { readonly train: number; readonly validation: number; readonly test: number };
  /** How many of the training rows the fair training score is measured on. */
  readonly trainMeasured: number;
  readonly epochs: number;
  readonly stepsPerEpoch: number;
  /** The epoch it goes on after; 0 for a new run. */
  readonly from: number;
  readonly loss: string;
  readonly optimizer: string;
  /** The techniques at work, with their strengths. */
  readonly techniques: readonly string[];
  /** Which of this suits the kind of data, where the recipe was silent, and why. */
  readonly usual: string | undefined;
  /** The metric to look at first. */
  readonly metric: { readonly id: string; readonly title: string };
}

/** What a worker hears while it works. */
export type ToWorker =
  | { readonly kind: "job"; readonly job: Job }
  | { readonly kind: "wish"; readonly wish: Wishes };

/** What a worker says. */
export type FromWorker =
  | { readonly kind: "planned"; readonly planned: Planned }
  | { readonly kind: "progress"; readonly progress: Progress }
  | { readonly kind: "epoch"; readonly record: EpochRecord }
  | { readonly kind: "warned"; readonly message: string }
  | { readonly kind: "finished"; readonly result: RunResult; readonly report: ReportRun }
  | { readonly kind: "interrupted" }
  /** A fault of the user's input or machine. */
  | {
      readonly kind: "refused";
      readonly instruction: Instruction;
      /** Whether the fault lies in what the recipe asks for, not in what the data holds: an `Unfit`. */
      readonly isUnfit: boolean;
    }
  /** A fault of ours. */
  | { readonly kind: "failed"; readonly message: string };
