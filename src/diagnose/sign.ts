import type { History } from "../history/index.ts";
import type { Verdict } from "./diagnosis.ts";

/**
 * What counts as much, in shares of the range from nothing learned to perfect: from the loss of a constant prediction
 * to 0, from chance to 1 for a score. The user may set them.
 */
export interface Limits {
  /** A rise or a gain below this share is not worth acting on. */
  readonly smallest: number;
  /** A gap between training and validation above this share is large. */
  readonly largeGap: number;
  /** Overfitting that costs at least this share is moderate; below it is mild. */
  readonly moderate: number;
  /** Overfitting that costs at least this share is severe. */
  readonly severe: number;
  /** Training that covered less than this share has stayed near the baseline. */
  readonly learned: number;
}

export const defaultLimits: Limits = {
  smallest: 0.01,
  largeGap: 0.05,
  moderate: 0.1,
  severe: 0.25,
  learned: 0.25,
};

/** What a sign saw in a history. */
export interface Sighting {
  /** One plain sentence with its numbers. */
  readonly sentence: string;
  readonly numbers: Readonly<Record<string, number>>;
  /** The id of the metric that it is about, of signs that look at several. */
  readonly metric?: string;
  /** The verdict that it speaks for by itself; without one it only adds evidence. */
  readonly verdict?: Verdict;
  /** The share of the range that is at stake, for overfitting and for what longer training would gain. */
  readonly stake?: number;
  /** At which loss of nothing learned another share would be at stake; absent where the stake does not hinge on it. */
  readonly stakeAt?: (share: number) => number;
  /** The epoch from which the validation loss only got worse. */
  readonly onset?: number;
  /** Signs that decide no verdict beside this one, because it accounts for them. */
  readonly explains?: readonly string[];
}

/** One sign of over- or underfitting, or of a history that cannot be judged. */
export interface Sign {
  /** What a technique's `treats` names. */
  readonly id: string;
  readonly title: string;
  /** The sign whose remedies are remedies for this one too. */
  readonly like?: string;
  look(this: void, history: History, limits: Limits): Sighting | undefined;
}

/** Declares a sign: the one value that its file exports. */
export const defineSign = <const Id extends string>(
  sign: Sign & { readonly id: Id },
): Sign & { readonly id: Id } => sign;
