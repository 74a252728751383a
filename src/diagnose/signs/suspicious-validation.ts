import { wilsonInterval } from "../../base/index.ts";
import type { History } from "../../history/index.ts";
import { endWords, rangedMetric, validated } from "../curve.ts";
import { lossGap, metricGap } from "../gap.ts";
import { defineSign, type Limits, type Sighting } from "../sign.ts";
import { counted, digits, percent } from "../words.ts";

export const suspiciousValidation = defineSign({
  id: "suspicious-validation",
  title: "Validation scores that cannot be right",
  look: (history, limits) => constant(history) ?? atChance(history) ?? better(history, limits),
});

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

/** Validation is clearly better than training, although both were measured alike. */
function better(history: History, limits: Limits): Sighting | undefined {
  const gap = metricGap(history) ?? lossGap(history);
  if (gap === undefined || gap.interval.high > -limits.largeGap * gap.range) return undefined;
  const share = -gap.size / gap.range;
  return {
    sentence:
      `${endWords(validated(history))} validation scored better than training by ${percent(share)} of the range from nothing learned to perfect, ` +
      "although both are measured alike: the validation rows may be easier, or copies of training rows.",
    numbers: { train: gap.train, validation: gap.validation, share },
    verdict: "suspiciousValidation",
  };
}
