import type { History } from "../history/index.ts";
import { digits, shareOf } from "./words.ts";

/** What nothing learned scores: the loss of a constant prediction. Always above 0, so that shares of it mean something. */
export interface Baseline {
  readonly loss: number;
  /**
   * `stated`: measured, or told by the log or the user; `classes`: of a guess among the known number of equal classes;
   * `guessed`: nothing tells it, and the true one may be another.
   */
  readonly source: "stated" | "classes" | "guessed";
  /** Where a guess is from, as a phrase. */
  readonly basis: string;
  /** Whether it is a guess by how high the curve starts: weights that start badly cost any multiple of a constant prediction. */
  readonly isByStart?: true;
}

/**
 * The loss of nothing learned: the stated one, else that of a guess among the classes. Where their number is unknown, or the
 * first losses lie higher (penalties of the weights inside), it is guessed: the worse of the first losses (spikes aside) and of a guess among
 * the fewest classes there can be. Losses that fall below 0 are of no classes and have no perfect value: their own spread stands
 * in for the range.
 */
export function baselineOf(history: History): Baseline {
  const { baselineLoss: stated, task, origin } = history;
  if (stated !== undefined && stated > 0) return { loss: stated, source: "stated", basis: "stated" };
  const losses = [lossesOf(history, "train"), lossesOf(history, "validation")];
  const starts = losses.map(startOf);
  const first = Math.max(...losses.map((values, i) => values[starts[i] as number] ?? 0));
  const all = losses.flat();
  const hasPerfect = all.every((loss) => loss >= 0);
  const ofClasses = task === "classification" && hasPerfect ? guessAmong(history) : undefined;
  if (ofClasses && isBelievable(ofClasses, first, origin)) return ofClasses;
  const basis = starts.some((start) => start > 0)
    ? "the first loss of the log after a spike"
    : "the first loss of the log";
  if (first > 0 && hasPerfect) return { loss: first, source: "guessed", basis, isByStart: true };
  const spread = Math.max(...all) - Math.min(...all);
  return { loss: spread > 0 ? spread : 1, source: "guessed", basis: spreadBasis };
}

const spreadBasis = "how far the losses spread";

/** A loss so many times the next one is a spike, unless the curve goes on at that pace. */
const spike = 50;
const pace = 5;
/** Spikes of the first updates are over by then. */
const pointsOfSpikes = 3;

/** The index of the first loss after what spikes the first updates left. */
function startOf(losses: readonly number[]): number {
  const fallTo = (i: number): number => (losses[i - 1] ?? Number.NaN) / (losses[i] ?? Number.NaN);
  const first = losses.slice(0, pointsOfSpikes).findLastIndex((_, i) => {
    const next = losses[i + 1] ?? 0;
    return next > 0 && fallTo(i + 1) > spike && fallTo(i + 2) < pace;
  });
  return first + 1;
}

/** A first loss above that of a guess is a start from random weights, unless penalties of the weights are inside. */
function isBelievable({ loss, source }: Baseline, first: number, origin: History["origin"]): boolean {
  if (first <= loss) return true;
  return source === "classes" && (origin?.trainLoss.penalty === "outside" || first <= mostAtStart * loss);
}

/** How far above a guess among equal classes random weights may start. */
const mostAtStart = 1.5;

/** The cross-entropy of a guess among equal classes, the fewest there can be where their number is not known. */
function guessAmong(history: History): Baseline {
  const isKnown = history.classes >= 2;
  const classes = isKnown ? history.classes : fewestClasses(history);
  const basis = `that of ${classes} equal classes`;
  return isKnown
    ? { loss: Math.log(classes), source: "classes", basis }
    : { loss: Math.log(classes), source: "guessed", basis: `${basis}, the fewest there can be` };
}

const lossesOf = ({ epochs }: History, part: "train" | "validation"): readonly number[] =>
  epochs.map((point) => point[part]?.loss ?? Number.NaN).filter(Number.isFinite);

export const baselineLoss = (history: History): number => baselineOf(history).loss;

/** Two at least; as many as are scored one by one; more than five where the right class is not always among the first five. */
function fewestClasses({ epochs, metrics, classMetrics = [] }: History): number {
  // Of entities each is one class, and most words are none of them.
  const areEntities = metrics.some(({ id }) => id === "overall_f1");
  const scored = areEntities ? 0 : new Set(classMetrics.map(({ className }) => className)).size;
  const isMissed = epochs.some(({ train, validation }) =>
    [train, validation].some((scores) => (scores?.metrics["top5Accuracy"] ?? 1) < 1),
  );
  return Math.max(2, scored, isMissed ? 6 : 0);
}

/** "nothing learned (0.693)", and whether that is a guess. */
export function nothingLearned(history: History): string {
  const { loss, source, basis } = baselineOf(history);
  if (basis === spreadBasis)
    return `nothing learned (no perfect loss is known: ${basis}, ${digits(loss)}, stands for it)`;
  return `nothing learned (${source === "guessed" ? "guessed at " : ""}${digits(loss)})`;
}

/** "12.3 % of the loss of nothing learned (0.693)". */
export const shareOfBaseline = (share: number, history: History): string =>
  shareOf(share, `the loss of ${nothingLearned(history)}`);
