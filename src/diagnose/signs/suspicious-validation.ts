import { wilsonInterval } from "../../base/index.ts";
import { type History, unitWord } from "../../history/index.ts";
import { baselineLoss, nothingLearned } from "../baseline.ts";
import { endWords, placeOf, rangedMetric, validated } from "../curve.ts";
import { type Gap, lossGap, metricGap, validationError } from "../gap.ts";
import { riseOf } from "../rise.ts";
import { defineSign, type Limits, type Sighting } from "../sign.ts";
import { counted, digits, percent, shareOf } from "../words.ts";

export const suspiciousValidation = defineSign({
  id: "suspicious-validation",
  title: "Validation scores that cannot be right",
  look: (history, limits) =>
    degenerate(history, limits) ??
    same(history) ??
    swapped(history, limits) ??
    constant(history) ??
    atChance(history) ??
    better(history, limits) ??
    beyondTest(history),
});

/** From the first validation on there is nothing left to learn: no real task is answered without an error that soon. */
function degenerate(history: History, limits: Limits): Sighting | undefined {
  const first = validated(history)[0];
  const tiny = (limits.smallest / 10) * baselineLoss(history);
  // A loss below 0, such as that of a density, is not next to nothing.
  const isTiny = (loss: number): boolean => loss >= 0 && loss <= tiny;
  if (first === undefined || !isTiny(first.validation.loss) || !isTiny(first.train.loss)) return undefined;
  return {
    sentence:
      `At the first validation, ${placeOf(first, history)}, both losses are next to nothing (training ${digits(first.train.loss)}, ` +
      `validation ${digits(first.validation.loss)}): the labels may be of one class only, or the inputs may hold the answer.`,
    numbers: { train: first.train.loss, validation: first.validation.loss },
    verdict: "suspiciousValidation",
  };
}

/** Both curves are the same numbers: no two parts of data score alike to the last digit. */
function same(history: History): Sighting | undefined {
  const records = validated(history);
  const losses = new Set(records.map(({ train }) => train.loss));
  if (losses.size < 3 || records.some(({ train, validation }) => train.loss !== validation.loss))
    return undefined;
  return {
    sentence:
      `Training and validation loss are the same numbers at all ${counted(records.length, unitWord(history))}: one is a copy ` +
      "of the other, or one column stands for both, so that nothing can be said about a gap.",
    numbers: { points: records.length },
    verdict: "suspiciousValidation",
  };
}

/** The training loss turns and rises away from a validation loss that goes on falling: what validation does beside training. */
function swapped(history: History, limits: Limits): Sighting | undefined {
  const turned: History = {
    ...history,
    epochs: history.epochs.map(({ train, validation, ...point }) => ({
      ...point,
      ...(validation && { train: validation }),
      ...(train && { validation: train }),
    })),
  };
  const gap = lossGap(history);
  if (gap === undefined || gap.size > -limits.largeGap * gap.range) return undefined;
  const rise = riseOf(turned, limits);
  if (gap.train > (1 - limits.largeGap) * gap.range && gap.validation < gap.range / 2)
    return unlearned(gap, history);
  if (!rise?.proven) return undefined;
  const { onset, last } = rise;
  return {
    sentence:
      `Training loss turned at ${placeOf(onset, history)} (${digits(onset.validation.loss)}) and rose to ` +
      `${digits(last.validation.loss)} while validation loss kept falling (to ${digits(last.train?.loss ?? Number.NaN)}): the two ` +
      "series look swapped. Check which is which.",
    numbers: { onset: onset.epoch, train: gap.train, validation: gap.validation, swapped: 1 },
    verdict: "suspiciousValidation",
  };
}

/** What training did not learn validation cannot have, however much noise training is measured with. */
function unlearned({ train, validation }: Gap, history: History): Sighting {
  return {
    sentence:
      `${endWords(validated(history), history)} training loss was ${digits(train)}, about the loss of ` +
      `${nothingLearned(history)}, and validation loss only ${digits(validation)}: the two series look swapped, or validation ` +
      "rows hold the answer. Check which is which.",
    numbers: { train, validation, swapped: 1 },
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
      `Validation loss is ${digits(first.validation.loss)} at all ${counted(records.length, unitWord(history))} while training ` +
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
      `${endWords(validated(history), history)} validation scored better than training by ${shareOf(share, "the range from nothing learned to perfect")}, ` +
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
      `At ${placeOf(last, history)} validation loss was ${digits(validation.loss)}, less than half of the test loss of ` +
      `${digits(test)}: the validation rows may have been trained on.`,
    numbers: { validation: validation.loss, test },
    verdict: "suspiciousValidation",
  };
}
