/** The one-word answers; SPEC 5's ids. */
export type Verdict =
  | "healthy"
  | "overfitting"
  | "underfitting"
  | "stillImproving"
  | "diverged"
  | "tooNoisy"
  | "tooShort"
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
}

export interface Diagnosis {
  readonly verdict: Verdict;
  /** For `overfitting` only. */
  readonly severity?: Severity;
  /** The epoch from which the validation loss only got worse; for `overfitting` when there is one. */
  readonly onset?: number;
  /** The epoch with the best validation loss. */
  readonly bestEpoch?: number;
  /** The verdict as one sentence for people. */
  readonly sentence: string;
  readonly evidence: readonly Evidence[];
}
