// What a strength is best, by scores of the same folds, initial weights and batches for every value.
import { mean, standardError } from "../base/index.ts";

/** What one set of strengths came to. */
export interface CurvePoint {
  /** By path, such as `l2.lambda`. */
  readonly strengths: Readonly<Record<string, number>>;
  /** The validation loss of each fold; Infinity where training diverged. */
  readonly losses: readonly number[];
  /** Whether it was not trained on all folds, as it could not be best any more: it is never chosen. */
  readonly isStopped?: boolean;
  /** Of the loss over the validation rows of a single fold; unused with several. */
  readonly rowsError?: number;
  /** The leading metric, as its mean over the folds. */
  readonly metric?: number;
}

/** A point with what its folds say together. */
export interface JudgedPoint extends CurvePoint {
  /** The mean loss over the folds; Infinity where one of them diverged. */
  readonly mean: number;
  /** Of the mean: over the folds where there are several, else over the rows; NaN of one that was stopped. */
  readonly standardError: number;
}

export interface LambdaCurve {
  readonly points: readonly JudgedPoint[];
  /** The place of the point with the lowest mean; −1 where all diverged. */
  readonly min: number;
  /**
   * The place of the most regularized point whose mean is within one standard error of the lowest; −1 where the strengths
   * do not say which of them regularize more.
   */
  readonly oneSe: number;
}

/** How strongly a point regularizes, for each strength by its place among the values, from 0 for the weakest. */
export type Rank = (point: CurvePoint) => readonly number[] | undefined;

function errorOf({ losses, rowsError = Number.NaN, isStopped }: CurvePoint): number {
  if (isStopped) return Number.NaN;
  return losses.length > 1 ? standardError(losses) : rowsError;
}

const judged = (point: CurvePoint): JudgedPoint => ({
  ...point,
  mean: mean(point.losses),
  standardError: errorOf(point),
});

const total = (ranks: readonly number[]): number => ranks.reduce((sum, rank) => sum + rank, 0);

/** Whether one point regularizes no less than another by any of its strengths. */
const noWeaker = (a: readonly number[], b: readonly number[]): boolean =>
  a.every((rank, i) => rank >= (b[i] as number));

/**
 * Judges a curve by the rule of one standard error (Breiman et al. 1984, Hastie et al. 2009, §7.10). Of equally good points
 * the more regularized one is taken.
 */
export function lambdaCurve(given: readonly CurvePoint[], rankOf: Rank): LambdaCurve {
  const points = given.map(judged);
  const strength = (at: number): number => total(rankOf(points[at] as JudgedPoint) ?? []);
  const finite = points.flatMap((point, at) => (Number.isFinite(point.mean) && !point.isStopped ? [at] : []));
  const [min = -1] = finite.toSorted((a, b) => {
    const [first, second] = [points[a] as JudgedPoint, points[b] as JudgedPoint];
    return first.mean - second.mean || strength(b) - strength(a);
  });
  const best = points[min];
  const ranks = best && rankOf(best);
  if (!best || !ranks) return { points, min, oneSe: -1 };
  const limit = best.mean + (Number.isFinite(best.standardError) ? best.standardError : 0);
  const within = finite.filter((at) => {
    const point = points[at] as JudgedPoint;
    return point.mean <= limit && noWeaker(rankOf(point) ?? [], ranks);
  });
  const [oneSe = min] = within.toSorted((a, b) => strength(b) - strength(a));
  return { points, min, oneSe };
}
