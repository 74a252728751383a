import type { History } from "../../history/index.ts";
import { rangedMetric } from "../curve.ts";
import { type Gap, lossGap, metricGap } from "../gap.ts";
import { defineSign } from "../sign.ts";
import { digits, percent, points } from "../words.ts";

export const largeGap = defineSign({
  id: "large-gap",
  title: "Large gap between training and validation",
  look: (history, limits) => {
    const [metric, loss] = [metricGap(history), lossGap(history)];
    const isLarge = (gap: Gap | undefined): gap is Gap =>
      gap !== undefined && gap.interval.low >= limits.largeGap * gap.range;
    const large = [metric, loss].find(isLarge);
    if (large === undefined) return undefined;
    const { train, validation, size, interval, range } = large;
    // What a gap costs is what it costs in right answers, where they are counted.
    const leading = metric ?? large;
    return {
      sentence: large === metric ? metricSentence(large, history) : lossSentence(large),
      numbers: { train, validation, gap: size, low: interval.low, high: interval.high, share: size / range },
      verdict: "overfitting",
      stake: leading.size / leading.range,
    };
  },
});

function metricSentence({ train, validation, size, interval, range }: Gap, history: History): string {
  const name = rangedMetric(history)?.name ?? "score";
  return (
    `Training ${name} ended at ${percent(train)}, validation ${name} at ${percent(validation)}: a gap of ` +
    `${points(size)} points (95 % interval ${points(interval.low)} to ${points(interval.high)}), ` +
    `${percent(size / range)} of the way from chance to perfect.`
  );
}

const lossSentence = ({ train, validation, size, interval, range }: Gap): string =>
  `Training loss ended at ${digits(train)}, validation loss at ${digits(validation)}: a gap of ${digits(size)} ` +
  `(95 % interval ${digits(interval.low)} to ${digits(interval.high)}), ${percent(size / range)} of the loss of ` +
  `nothing learned (${digits(range)}).`;
