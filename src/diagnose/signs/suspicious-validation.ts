import { wilsonInterval } from "../../base/index.ts";
import type { History } from "../../history/index.ts";
import { baselineLoss, endWords, rangedMetric, validated } from "../curve.ts";
import { lossGap, metricGap, validationError } from "../gap.ts";
import { defineSign, type Limits, type Sighting } from "../sign.ts";
import { counted, digits, percent, shareOf } from "../words.ts";

export const suspiciousValidation = defineSign({
  id: "suspicious-validation",
  title: "Validation scores that cannot be right",
  look: (history, limits) =>
    degenerate(history, limits) ??
    constant(history) ??
    atChance(history) ??
    better(history, limits) ??
    beyondTest(history),
});

/** From the first validation on there is nothing left to learn: no real task is answered without an error that soon. */
function degenerate(history: History, limits: Limits): Sighting | undefined {
  const first = validated(history)[0];
  const tiny = (limits.smallest / 10) * baselineLoss(history);
  if (first === undefined || first.validation.loss > tiny || first.train.loss > tiny) return undefined;
  return {
    sentence:
      `At the first validation, epoch ${first.epoch}, both losses are next to nothing (training ${digits(first.train.loss)}, ` +
      `validation ${digits(first.validation.loss)}): the labels may be of one class only, or the inputs may hold the answer.`,
    numbers: { train: first.train.loss, validation: first.validation.loss },
    verdict: "suspiciousValidation",
  };
}

/** The same loss at every epoch although training moved. */
function constant(history: History): Sighting | undefined {
  const records = validated(history);
  const first = records[0];
  if (first === undefined || records.length < 3) return undefined;
  const still = records.every(({ validation }) => validation.loss === first.validation.loss);
  if (!still || records.every(({ train }) => train.loss === first.train.loss)) return undefined;
  return {
    sentence:
      `Validation loss is ${digits(first.validation.loss)} at all ${counted(records.length, "epoch")} while training ` +
      "loss changed: the validation rows may not reach the network.",
    numbers: { loss: first.validation.loss, epochs: records.length },
    verdict: "suspiciousValidation",
  };
}

/** No epoch scored above chance although training covered half of the way to perfect. */
function atChance(history: History): Sighting | undefined {
  const metric = rangedMetric(history);
  const records = validated(history);
  const { validation: rows } = history.rows;
  if (metric === undefined || records.length < 3 || rows === 0) return undefined;
  const best = Math.max(...records.map(({ validation }) => validation.metrics[metric.id] ?? Number.NaN));
  const train = records.at(-1)?.train.metrics[metric.id] ?? Number.NaN;
  if (!(wilsonInterval(best, rows).low <= metric.chance && train > metric.chance + metric.range / 2))
    return undefined;
  return {
    sentence:
      `Training ${metric.name} reached ${percent(train)}, yet validation ${metric.name} never rose above chance (best ` +
      `${percent(best)} of ${counted(rows, "row")}): check that inputs and labels of the two parts belong together.`,
    numbers: { train, best, chance: metric.chance },
    verdict: "suspiciousValidation",
  };
}

/** Whether training is measured as validation is: after the epoch, with dropout and other noise off. */
const isMeasuredAlike = ({ origin }: History): boolean =>
  origin === undefined || origin.trainLoss.measured === "evaluation";

/** Validation is clearly better than training, although both were measured alike. */
function better(history: History, limits: Limits): Sighting | undefined {
  if (!isMeasuredAlike(history)) return undefined;
  const gap = metricGap(history) ?? lossGap(history);
  if (gap === undefined || gap.interval.high > -limits.largeGap * gap.range) return undefined;
  const share = -gap.size / gap.range;
  return {
    sentence:
      `${endWords(validated(history))} validation scored better than training by ${shareOf(share, "the range from nothing learned to perfect")}, ` +
      "although both are measured alike: the validation rows may be easier, or copies of training rows.",
    numbers: { train: gap.train, validation: gap.validation, share },
    verdict: "suspiciousValidation",
  };
}

/** How many standard errors the last validation loss may lie below the test loss: rows that are new to both differ by less. */
const mostErrors = 4;

/** The last validation loss is far below that of the test rows. */
function beyondTest(history: History): Sighting | undefined {
  const last = history.epochs.findLast((point) => Number.isFinite(point.validation?.loss));
  const test = history.origin?.testLoss;
  if (last?.validation === undefined || test === undefined) return undefined;
  const { validation } = last;
  const errors = [validation, { ...validation, loss: test, lossStandardError: Number.NaN }].map((scores) =>
    validationError(history, scores),
  );
  const error = Math.hypot(...errors.map((one) => one ?? Number.NaN));
  // How many rows there are is often unknown; half the loss is then far enough by itself.
  if (test <= 2 * validation.loss || (test - validation.loss) / error <= mostErrors) return undefined;
  return {
    sentence:
      `At epoch ${last.epoch} validation loss was ${digits(validation.loss)}, less than half of the test loss of ` +
      `${digits(test)}: the validation rows may have been trained on.`,
    numbers: { validation: validation.loss, test },
    verdict: "suspiciousValidation",
  };
}
