import type { History } from "../../history/index.ts";
import { end, rangedMetric } from "../curve.ts";
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

function fromLoss({ epochs, baselineLoss }: History): Learned | undefined {
  const losses = epochs.map(({ train }) => train.loss).filter(Number.isFinite);
  if (baselineLoss === undefined || losses.length === 0) return undefined;
  const last = end(losses);
  return {
    share: 1 - last / baselineLoss,
    reached: `Training loss ended at ${digits(last)}`,
    baseline: `${digits(baselineLoss)} of a constant prediction`,
  };
}

function fromMetric(history: History): Learned | undefined {
  const metric = rangedMetric(history);
  if (metric === undefined) return undefined;
  const scores = history.epochs
    .map(({ train }) => train.metrics[metric.id] ?? Number.NaN)
    .filter(Number.isFinite);
  if (scores.length === 0) return undefined;
  const last = end(scores);
  return {
    share: (last - metric.chance) / metric.range,
    reached: `Training ${metric.name} ended at ${percent(last)}`,
    baseline: `${percent(metric.chance)} of chance`,
  };
}
