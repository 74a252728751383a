import type { Baseline } from "./baseline.ts";

/** The one-word answers; SPEC 5's ids. */
export type Verdict =
  | "healthy"
  | "overfitting"
  | "underfitting"
  | "stillImproving"
  | "diverged"
  | "tooNoisy"
  | "tooShort"
  | "noTraining"
  | "noValidation"
  | "suspiciousValidation";

export type Severity = "mild" | "moderate" | "severe";

/** One observed fact that speaks for the verdict. */
export interface Evidence {
  /** The sign that saw it, such as `late-rise`; techniques say which signs they treat. */
  readonly sign: string;
  /** One plain sentence with its numbers. */
  readonly sentence: string;
  readonly numbers: Readonly<Record<string, number>>;
  /** The id of the metric that it is about, of signs that look at several. */
  readonly metric?: string;
}

export interface Diagnosis {
  readonly verdict: Verdict;
  /** For `overfitting` only. */
  readonly severity?: Severity;
  /** The epoch from which the validation loss only got worse; for `overfitting` when there is one. */
  readonly onset?: number;
  /** The epoch with the best validation loss. */
  readonly bestEpoch?: number;
  /** The loss of nothing learned, in shares of which rises and gaps are told; a guess where the log does not tell it. */
  readonly baseline?: Pick<Baseline, "loss" | "source">;
  /**
   * Present when the severity hinges on a guess: below which loss of nothing learned the overfitting is severe, above which it
   * is mild; each where it lies within half and double the guess.
   */
  readonly uncertainSeverity?: { readonly severeBelow?: number; readonly mildAbove?: number };
  /** The verdict as one sentence for people. */
  readonly sentence: string;
  readonly evidence: readonly Evidence[];
}
