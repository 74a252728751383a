import type { CurvePoint, History, Scores } from "../../history/index.ts";
import { end, endWords, rangedMetric } from "../curve.ts";
import { defineSign } from "../sign.ts";
import { digits, percent } from "../words.ts";

interface Learned {
  readonly share: number;
  readonly reached: string;
  readonly baseline: string;
}

export const underfitting = defineSign({
  id: "underfitting",
  title: "Training stays near the baseline",
  look: (history, limits) => {
    const learned = fromLoss(history) ?? fromMetric(history);
    if (learned === undefined || !(learned.share < limits.learned)) return undefined;
    return {
      sentence:
        `${learned.reached}, near the ${learned.baseline}: training covered only ${percent(Math.max(0, learned.share))} of ` +
        "the way to perfect, so the model is too weak, too strongly regularized or too slow, or the data hold no more.",
      numbers: { share: learned.share },
      verdict: "underfitting",
    };
  },
});

const isTrained = (point: CurvePoint): point is CurvePoint & { readonly train: Scores } =>
  point.train !== undefined;

function fromLoss({ epochs, baselineLoss }: History): Learned | undefined {
  const records = epochs.filter(isTrained).filter(({ train }) => Number.isFinite(train.loss));
  if (baselineLoss === undefined || records.length === 0) return undefined;
  const last = end(records.map(({ train }) => train.loss));
  return {
    share: 1 - last / baselineLoss,
    reached: `${endWords(records)} training loss was ${digits(last)}`,
    baseline: `${digits(baselineLoss)} of a constant prediction`,
  };
}

function fromMetric(history: History): Learned | undefined {
  const metric = rangedMetric(history);
  if (metric === undefined) return undefined;
  const records = history.epochs
    .filter(isTrained)
    .filter(({ train }) => Number.isFinite(train.metrics[metric.id]));
  if (records.length === 0) return undefined;
  const last = end(records.map(({ train }) => train.metrics[metric.id] as number));
  return {
    share: (last - metric.chance) / metric.range,
    reached: `${endWords(records)} training ${metric.name} was ${percent(last)}`,
    baseline: `${percent(metric.chance)} of chance`,
  };
}
