import { mean, normalCumulative } from "../base/index.ts";
import type { History } from "../history/index.ts";
import { baselineLoss } from "./baseline.ts";
import { evaluated, type EvaluatedRecord, noise, pointsForNoise } from "./curve.ts";
import { validationError } from "./gap.ts";
import type { Limits } from "./sign.ts";
import { type Trend, trend } from "./trend.ts";

/** A validation loss that was still falling when training ended. */
export interface Falling {
  readonly first: EvaluatedRecord;
  readonly last: EvaluatedRecord;
  /** How far it fell in the last part of the run. */
  readonly gain: number;
  /** `gain` as a share of the loss of nothing learned. */
  readonly share: number;
  /** How likely chance alone makes it fall this steadily. */
  readonly probability: number;
}

/** Four points are the fewest that can show it: in one of 24 orders they all fall. More points leave chance less room. */
const fewest = 4;
const levelOf = (points: number): number => (points < fewest ? 1 / 6 : points === fewest ? 1 / 24 : 0.01);

/** The fall over the last third of a run, or its last four points; nothing where chance may have made it or it is too small. */
export function fallingOf(history: History, limits: Limits): Falling | undefined {
  const records = evaluated(history);
  if (records.length === 2) return fallBetweenTwo(history, limits);
  const lastPart = afterStep(records.slice(-Math.max(fewest, Math.ceil(records.length / 3))));
  const [first, last] = [lastPart[0], lastPart.at(-1)];
  if (lastPart.length < fewest - 1 || first === undefined || last === undefined) return undefined;
  const { slope, fallingByChance } = trendOf(lastPart);
  const gain = -slope * (last.epoch - first.epoch);
  const share = gain / baselineLoss(history);
  // Three points fall by chance in one of six orders, so that their fall must be a large one.
  const smallest = lastPart.length < fewest ? limits.moderate : limits.smallest;
  const noisy = limits.largeGap * baselineLoss(history);
  const isProven = fallingByChance <= levelOf(lastPart.length) + 1e-12 || endsLowest(records, noisy);
  // The same rows are measured at both ends, so that half of what one measurement leaves open stays open.
  const unsure = 0.5 * (validationError(history, last.validation) ?? 0);
  if (!isProven || share < smallest || gain < unsure) return undefined;
  return { first, last, gain, share, probability: fallingByChance };
}

/** How many times the variance that it leaves a step must save over a straight line, each point more than four a noise of its own. */
const clearStep = 10;

/**
 * The points after a step down, as a cut of the learning rate makes it: they alone tell whether the loss goes on falling. The
 * step is the cut into two levels with the least squared error, at least four points after it, where that error is far below
 * the straight line's.
 */
function afterStep(records: readonly EvaluatedRecord[]): readonly EvaluatedRecord[] {
  const losses = lossesOf(records);
  const points = records.length;
  const cuts = losses.map((_, i) => i).slice(1, 1 - fewest);
  if (points < 2 * fewest || cuts.length === 0) return records;
  const errorOf = (cut: number): number => squares(losses.slice(0, cut)) + squares(losses.slice(cut));
  const errors = cuts.map(errorOf);
  const least = Math.min(...errors);
  const cut = cuts[errors.indexOf(least)] as number;
  const saved = lineSquares(records) - least;
  const isStep =
    mean(losses.slice(cut)) < mean(losses.slice(0, cut)) && saved > clearStep * (least / (points - 3));
  return isStep ? afterStep(records.slice(cut)) : records;
}

function squares(values: readonly number[]): number {
  const middle = mean(values);
  return values.reduce((sum, value) => sum + (value - middle) ** 2, 0);
}

/** The squared error of the least-squares line. */
function lineSquares(records: readonly EvaluatedRecord[]): number {
  const [places, losses] = [records.map(({ epoch }) => epoch), lossesOf(records)];
  const [x, y] = [mean(places), mean(losses)];
  const slope =
    places.reduce((sum, place, i) => sum + (place - x) * ((losses[i] as number) - y), 0) / squares(places);
  return squares(losses.map((loss, i) => loss - slope * (places[i] as number)));
}

/** So many training losses show a course by themselves. */
const trainingCourse = 10;
/** How many standard errors two measurements must lie apart to tell a fall without a third. */
const mostErrors = 4;

/**
 * The fall between the only two validations of a run whose training was recorded throughout, as fine-tuning of one or two
 * epochs is: the number of validation rows proves it, where the curve has too few points to do so.
 */
function fallBetweenTwo(history: History, limits: Limits): Falling | undefined {
  const [first, last] = evaluated(history);
  if (first === undefined || last === undefined || (history.trainingRecords ?? 0) < trainingCourse)
    return undefined;
  const gain = first.validation.loss - last.validation.loss;
  const share = gain / baselineLoss(history);
  const [before, after] = [first, last].map(({ validation }) => validationError(history, validation));
  const errors = gain / Math.hypot(before ?? Number.NaN, after ?? Number.NaN);
  if (!(errors >= mostErrors) || share < limits.smallest || !isTrainingLower(first, last)) return undefined;
  return { first, last, gain, share, probability: normalCumulative(-errors) };
}

const isTrainingLower = (first: EvaluatedRecord, last: EvaluatedRecord): boolean =>
  (last.train?.loss ?? Number.NaN) < (first.train?.loss ?? Number.NaN);

const lossesOf = (records: readonly EvaluatedRecord[]): number[] =>
  records.map(({ validation }) => validation.loss);

const trendOf = (records: readonly EvaluatedRecord[]): Trend =>
  trend(
    records.map(({ epoch }) => epoch),
    lossesOf(records),
  );

/** Whether a noisy curve that falls on the whole has its lowest point at its end: noise alone hides that it goes on. */
function endsLowest(records: readonly EvaluatedRecord[], noisy: number): boolean {
  const losses = lossesOf(records);
  if (records.length < pointsForNoise || !(noise(losses) >= noisy)) return false;
  return trendOf(records).fallingByChance <= 0.01 && losses.at(-1) === Math.min(...losses);
}
