import type { History } from "../history/index.ts";
import { endWords, rangedMetric, validated } from "./curve.ts";
import { type Gap, lossGap, metricGap } from "./gap.ts";
import { digits, percent } from "./words.ts";

const none: Gap = {
  train: Number.NaN,
  validation: Number.NaN,
  size: 0,
  interval: { low: 0, high: 0 },
  isOfRows: false,
  range: 1,
};

/** What a history shows in which no sign of trouble was seen. */
export function healthySentence(history: History): string {
  const metric = rangedMetric(history);
  const ofMetric = metric && metricGap(history);
  const gap = ofMetric ?? lossGap(history) ?? none;
  const scores = ofMetric
    ? `${metric.name} ${percent(gap.train)} against ${percent(gap.validation)}`
    : `loss ${digits(gap.train)} against ${digits(gap.validation)}`;
  const course = "validation loss shows no lasting rise";
  const when = endWords(validated(history), history);
  return gap.interval.high < 0
    ? `${when} validation is better than training (${scores}) and ${course}. ${whyBetter(history)}`
    : `${when} training and validation agree (${scores}) and ${course}.`;
}

/** Why validation may be better than training without being wrong. */
const whyBetter = ({ origin }: History): string =>
  origin === undefined || origin.trainLoss.measured === "evaluation"
    ? "Its rows may be easier."
    : "That is usual where training is measured with dropout or augmentation on, or while its weights move; else look for " +
      "swapped series, or easier rows.";
