import { type Interval, mean, normalQuantile, wilsonInterval } from "../base/index.ts";
import type { History, Scores } from "../history/index.ts";
import { baselineLoss } from "./baseline.ts";
import { end, endLength, noise, pointsForNoise, rangedMetric, validated } from "./curve.ts";

/** How much better training scores than validation at the end of a run. */
export interface Gap {
  /** Medians of the last records. */
  readonly train: number;
  readonly validation: number;
  /** Positive when validation is worse. */
  readonly size: number;
  /** 95 %, from what is known of the error: that of the rows, and the curve's noise from epoch to epoch. */
  readonly interval: Interval;
  /** Whether the interval holds what the number of validation rows leaves open; else it is of the curve's noise alone. */
  readonly isOfRows: boolean;
  /** From nothing learned to perfect, in units of the score. */
  readonly range: number;
}

const confident = normalQuantile(0.975);

/** The gap of the data loss; its interval comes from the losses' standard errors. */
export function lossGap(history: History): Gap | undefined {
  const records = validated(history);
  const last = records.at(-1);
  if (last === undefined) return undefined;
  const train = records.map((record) => record.train.loss);
  const validation = records.map((record) => record.validation.loss);
  const sampled = isSampled(history) ? usable(last.train.lossStandardError) : 0;
  const ofRows = validationError(history, last.validation);
  const half = confident * Math.hypot(ofRows ?? 0, sampled, wobble(train, validation, ofRows === undefined));
  const [p, q] = [end(train), end(validation)];
  const size = q - p;
  return {
    train: p,
    validation: q,
    size,
    interval: { low: size - half, high: size + half },
    isOfRows: ofRows !== undefined,
    range: baselineLoss(history),
  };
}

/**
 * The gap of a classification's leading score. Its interval is Newcombe's (1998, method 10) for two shares of rows: exact
 * in kind for the accuracy, an approximation for other scores. A training score of all rows has no sampling error.
 */
export function metricGap(history: History): Gap | undefined {
  const metric = rangedMetric(history);
  const records = validated(history);
  if (metric === undefined || records.length === 0) return undefined;
  const train = records.map((record) => record.train.metrics[metric.id] ?? Number.NaN);
  const validation = records.map((record) => record.validation.metrics[metric.id] ?? Number.NaN);
  if (![...train, ...validation].every((value) => value >= 0 && value <= 1)) return undefined;
  const [p, q] = [end(train), end(validation)];
  const ofTrain = isSampled(history) ? shareInterval(p, history.rows.trainMeasured) : { low: p, high: p };
  const ofValidation = shareInterval(q, history.rows.validation);
  const jitter = confident * wobble(train, validation);
  const size = p - q;
  return {
    train: p,
    validation: q,
    size,
    interval: {
      low: size - Math.hypot(p - ofTrain.low, ofValidation.high - q, jitter),
      high: size + Math.hypot(ofTrain.high - p, q - ofValidation.low, jitter),
    },
    isOfRows: history.rows.validation > 0,
    range: metric.range,
  };
}

/**
 * The standard error of a validation loss: the measured one, else what its rows leave open, if their number is known. Losses
 * of a classification scatter mostly by which rows are wrong; where wrong rows cost about as much as a guess, the variance of
 * one row is the mean loss times that. Squared residuals of normal errors scatter by √2 of their mean.
 */
export function validationError(history: History, { loss, lossStandardError }: Scores): number | undefined {
  if (Number.isFinite(lossStandardError)) return lossStandardError;
  const { task, rows } = history;
  if (rows.validation === 0 || !(loss > 0)) return undefined;
  const variance = task === "classification" ? loss * baselineLoss(history) : 2 * loss * loss;
  return Math.sqrt(variance / rows.validation);
}

const isSampled = ({ rows }: History): boolean => rows.trainMeasured < rows.train;
const usable = (error: number): number => (Number.isFinite(error) ? error : 0);
const shareInterval = (share: number, rows: number): Interval =>
  rows > 0 ? wilsonInterval(share, rows) : { low: share, high: share };

/** The standard deviation of the median of one to five standard normal values (David and Nagaraja 2003, order statistics). */
const ofMedian = [1, 0.7071, 0.6698, 0.5461, 0.5356] as const;

/** The standard error that a curve's noise leaves in its end. */
export const endError = (values: readonly number[]): number =>
  noise(values) * (ofMedian[endLength(values.length) - 1] as number);

/**
 * The standard error that the noise from epoch to epoch leaves in the end of a gap. Too few points do not show it: it is then
 * none, or, where nothing else tells how sure a score is, all that the validation score moved from point to point.
 */
function wobble(train: readonly number[], validation: readonly number[], isUnsure = false): number {
  if (train.length < pointsForNoise) {
    const moves = validation.slice(1).map((value, i) => (value - (validation[i] as number)) ** 2);
    return isUnsure && moves.length > 0 ? Math.sqrt(mean(moves) / 2) : 0;
  }
  const gaps = validation.map((value, i) => value - (train[i] as number));
  return endError(gaps);
}

/** What the interval of a gap is called where it is told: "95 % interval 0.1 to 0.2". */
export function intervalWords({ interval, isOfRows }: Gap, write: (value: number) => string): string {
  const ends = `${write(interval.low)} to ${write(interval.high)}`;
  return isOfRows
    ? `95 % interval ${ends}`
    : `${ends} by its wobble alone; the number of validation rows is unknown`;
}
