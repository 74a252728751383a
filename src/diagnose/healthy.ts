import type { History } from "../history/index.ts";
import { baselineOf, nothingLearned } from "./baseline.ts";
import { endWords, rangedMetric, validated } from "./curve.ts";
import { type Gap, lossGap, metricGap } from "./gap.ts";
import { riseOf } from "./rise.ts";
import type { Limits } from "./sign.ts";
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
export function healthySentence(history: History, limits: Limits): string {
  const metric = rangedMetric(history);
  const ofMetric = metric && metricGap(history);
  const gap = ofMetric ?? lossGap(history) ?? none;
  const scores = ofMetric
    ? `${metric.name} ${percent(gap.train)} against ${percent(gap.validation)}`
    : `loss ${digits(gap.train)} against ${digits(gap.validation)}`;
  const when = endWords(validated(history), history);
  const course = courseOf(history, limits);
  if (gap.interval.high < 0)
    return `${when} validation is better than training (${scores}) and ${course}. ${whyBetter(history)}`;
  return !ofMetric && hinges(gap, history)
    ? `${when} validation is worse than training (${scores}), by little only if ${nothingLearned(history)} is right: ` +
        `below ${digits(gap.size / limits.largeGap)} the gap is large; ${course}.`
    : `${when} training and validation agree (${scores}) and ${course}.`;
}

/** A gap by this share of the validation loss is small only against a loss of nothing learned that lies far above. */
const ofItself = 0.25;

const hinges = ({ interval, size, validation }: Gap, history: History): boolean =>
  baselineOf(history).isByStart === true && interval.low > 0 && size >= ofItself * validation;

/** What validation loss did: a rise that is proven is told, however small it is against a guess. */
function courseOf(history: History, limits: Limits): string {
  const rise = baselineOf(history).isByStart && riseOf(history, { ...limits, smallest: 0 });
  return rise && rise.proven
    ? `validation loss rose by ${digits(rise.size)} from its lowest (${digits(rise.lowest)})`
    : "validation loss shows no lasting rise";
}

/** Why validation may be better than training without being wrong. */
const whyBetter = ({ origin }: History): string =>
  origin === undefined || origin.trainLoss.measured === "evaluation"
    ? "Its rows may be easier."
    : "That is usual where training is measured with dropout or augmentation on, or while its weights move; else look for " +
      "swapped series, or easier rows.";
