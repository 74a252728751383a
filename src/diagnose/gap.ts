import { type Interval, normalQuantile, wilsonInterval } from "../base/index.ts";
import type { History } from "../history/index.ts";
import { baselineLoss, end, endLength, noise, pointsForNoise, rangedMetric, validated } from "./curve.ts";

/** How much better training scores than validation at the end of a run. */
export interface Gap {
  /** Medians of the last records. */
  readonly train: number;
  readonly validation: number;
  /** Positive when validation is worse. */
  readonly size: number;
  /** 95 %, from the number of validation rows and the curve's noise from epoch to epoch. */
  readonly interval: Interval;
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
  const half =
    confident * Math.hypot(usable(last.validation.lossStandardError), sampled, wobble(train, validation));
  const [p, q] = [end(train), end(validation)];
  const size = end(validation.map((loss, i) => loss - (train[i] as number)));
  return {
    train: p,
    validation: q,
    size,
    interval: { low: size - half, high: size + half },
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
  const size = end(train.map((score, i) => score - (validation[i] as number)));
  return {
    train: p,
    validation: q,
    size,
    interval: {
      low: size - Math.hypot(p - ofTrain.low, ofValidation.high - q, jitter),
      high: size + Math.hypot(ofTrain.high - p, q - ofValidation.low, jitter),
    },
    range: metric.range,
  };
}

const isSampled = ({ rows }: History): boolean => rows.trainMeasured < rows.train;
const usable = (error: number): number => (Number.isFinite(error) ? error : 0);
const shareInterval = (share: number, rows: number): Interval =>
  rows > 0 ? wilsonInterval(share, rows) : { low: share, high: share };

/** The standard error that the noise from epoch to epoch leaves in the end of a gap; 0 when too few points show it. */
function wobble(train: readonly number[], validation: readonly number[]): number {
  if (train.length < pointsForNoise) return 0;
  const gaps = validation.map((value, i) => value - (train[i] as number));
  return noise(gaps) / Math.sqrt(endLength(gaps.length));
}
