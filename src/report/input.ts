import type { Replay } from "../derive/index.ts";
import type { Diagnosis } from "../diagnose/index.ts";
import type { History, RunHistory, Scores } from "../history/index.ts";
import type { DataFacts, WeightStory } from "../train/index.ts";

/** A remedy: what to try, why, and how. */
export interface ReportPrescription {
  readonly title: string;
  readonly reason: string;
  /** What to change: a piece of recipe, shown as JSON, or a text, shown as it stands. Absent where the title says all. */
  readonly setting?: unknown;
  /** What it did elsewhere, as a sentence that names where. */
  readonly expected?: string;
  /** What to look at in the next run. */
  readonly watch?: string;
  /** A command line that tries it. */
  readonly command?: string;
}

/** A technique that took part in the run. */
export interface ReportTechnique {
  readonly title: string;
  readonly summary: string;
  /** In LaTeX. */
  readonly formula: string;
  /** Such as `λ = 0.1`. */
  readonly strength: string;
  /** What the strength amounts to, such as the shrink factor per epoch. */
  readonly effect?: string;
}

export interface ReportFact {
  readonly label: string;
  readonly value: string;
}

/** What is measured on one part of the data. */
export interface ReportScores extends Scores {
  /** The metrics of a constant prediction. */
  readonly baseline: Scores["metrics"];
  /** The metrics of a linear model of the same training rows. */
  readonly linear?: Scores["metrics"];
  readonly classes?: {
    readonly precision: readonly number[];
    readonly recall: readonly number[];
    readonly f1: readonly number[];
  };
  /** How often predictions are right by how sure they are, over bins of equal width. */
  readonly reliability?: readonly {
    readonly rows: number;
    readonly confidence: number;
    readonly right: number;
  }[];
  /** How many rows of each class (outer) were taken for each class (inner). */
  readonly confusion?: readonly (readonly number[])[];
}

/** A learning curve and what it shows: of a run of our own, or of another program's log. */
export interface JudgedRun {
  readonly name: string;
  readonly history: History;
  readonly diagnosis: Diagnosis;
  /** The best first. */
  readonly prescriptions: readonly ReportPrescription[];
  /** What rules of early stopping would have kept. */
  readonly replays: readonly Replay[];
  /** Where it comes from and how it was measured. */
  readonly facts: readonly ReportFact[];
}

/** One trained run; its facts are data, model, parameters, optimizer, seed, threads, versions and the like. */
export interface ReportRun extends JudgedRun {
  readonly history: RunHistory;
  /** The last epoch and why it was the last, as a phrase. */
  readonly stopped: { readonly epoch: number; readonly reason: string };
  /** The epoch whose weights were kept: tested and exported. Without it, runs are told by their best epoch. */
  readonly kept?: { readonly epoch: number };
  /** Of the kept weights on the test part, when it was looked at. */
  readonly test?: Scores;
  /** The same for the part that judges the run, without the rows whose inputs training has too. */
  readonly withoutRepeats?: Scores & { readonly part: "validation" | "test"; readonly rows: number };
  /** All scores of the kept weights, by part of the data. */
  readonly scores?: { readonly [P in "train" | "validation" | "test"]?: ReportScores };
  /** Simpler models of the same data, and what this one knows beyond them. */
  readonly baselines?: {
    /** What is always answered: `the mean`, or a class. */
    readonly always: string;
    readonly linear: { readonly title: string; readonly rows: number };
    readonly sentence?: string;
  };
  /** Of the mean of several passes with noise, on a part of the data. */
  readonly sampled?: {
    readonly part: "train" | "validation" | "test";
    readonly passes: number;
    readonly metrics: Scores["metrics"];
  };
  /** What its data is. */
  readonly data?: DataFacts;
  /** What its weights did and became. */
  readonly weights?: WeightStory;
  /** The names of the classes. */
  readonly classNames?: readonly string[];
  /** Which of two classes is looked for; the second when absent. */
  readonly positive?: number;
  readonly recipe: unknown;
  readonly techniques: readonly ReportTechnique[];
}

/** What a report is made from: one run, or several that are compared. */
export interface ReportInput {
  readonly title: string;
  readonly runs: readonly ReportRun[];
}

/** What a page of diagnoses is made from. */
export interface DiagnosesInput {
  readonly title: string;
  readonly runs: readonly JudgedRun[];
  /** What could not be read and why, a sentence each. */
  readonly unread: readonly string[];
}
