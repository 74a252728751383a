import { type History, unitWord } from "../../history/index.ts";
import { baselineLoss, nothingLearned } from "../baseline.ts";
import { end, evaluated, noise, pointsForNoise } from "../curve.ts";
import { type Gap, lossGap, metricGap } from "../gap.ts";
import { defineSign, type Limits, type Sighting } from "../sign.ts";
import { counted, digits, percent } from "../words.ts";

export const noisyValidation = defineSign({
  id: "noisy-validation",
  title: "Validation too noisy to judge",
  look: (history, limits) => jumps(history, limits) ?? wide(history, limits),
});

/** The loss jumps from epoch to epoch by as much as a large gap. */
function jumps(history: History, limits: Limits): Sighting | undefined {
  const losses = evaluated(history).map(({ validation }) => validation.loss);
  const jitter = noise(losses);
  const share = jitter / baselineLoss(history);
  // A curve that came down by much more than it jumps has a course all the same.
  const fall = (losses[0] ?? Number.NaN) - end(losses);
  if (losses.length < pointsForNoise || !(share >= limits.largeGap) || fall >= 4 * jitter) return undefined;
  return {
    sentence:
      `Validation loss jumps by ${digits(jitter)} (one standard deviation) from ${unitWord(history)} to ${unitWord(history)}, ` +
      `${percent(share)} of the loss of ${nothingLearned(history)}, so its course cannot be told: lower the learning rate or ` +
      "validate on more rows.",
    numbers: { jitter, share },
    verdict: "tooNoisy",
  };
}

/** The gap's interval holds both a gap too small to matter and one that would be moderate. */
function wide(history: History, limits: Limits): Sighting | undefined {
  const gap = metricGap(history) ?? lossGap(history);
  if (gap === undefined || !isOpen(gap, limits)) return undefined;
  const { low, high } = gap.interval;
  const rows = history.rows.validation;
  // The width of an interval falls with the root of the number of rows.
  const excess = (high - low) / gap.range / (limits.moderate - limits.largeGap);
  const moreRows = Math.ceil(rows * (excess * excess - 1));
  const known =
    rows > 0
      ? `With ${counted(rows, "validation row")}`
      : "By its wobble alone (the number of validation rows is not known)";
  const trainRows = history.rows.train;
  return {
    sentence:
      `${known} the gap between training and validation lies anywhere between ${percent(low / gap.range)} and ` +
      `${percent(high / gap.range)} of the range from nothing learned to perfect; ${advice(rows, moreRows, trainRows)}.`,
    numbers: { low: low / gap.range, high: high / gap.range, rows, moreRows, trainRows },
    verdict: "tooNoisy",
  };
}

/** Rows for validation come out of those for training, which half of all must stay. */
function advice(rows: number, moreRows: number, trainRows: number): string {
  if (rows === 0) return "more rows would settle it";
  const settling = `about ${counted(moreRows, "more row")} would settle it`;
  return trainRows > 0 && rows + moreRows > (rows + trainRows) / 2
    ? `${settling}, more than training can spare: more data is needed`
    : settling;
}

const isOpen = ({ interval, range }: Gap, limits: Limits): boolean =>
  interval.low < limits.largeGap * range && interval.high > limits.moderate * range;
