import type { History } from "../../history/index.ts";
import { endKind, endWords, rangedMetric, validated } from "../curve.ts";
import { type Gap, lossGap, metricGap } from "../gap.ts";
import { defineSign } from "../sign.ts";
import { digits, digitsBetween, percent, points, pointsBetween, shareOf } from "../words.ts";

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
      sentence: large === metric ? metricSentence(large, history) : lossSentence(large, history),
      numbers: { train, validation, gap: size, low: interval.low, high: interval.high, share: size / range },
      verdict: "overfitting",
      stake: leading.size / leading.range,
    };
  },
});

function metricSentence({ train, validation, size, interval, range }: Gap, history: History): string {
  const name = rangedMetric(history)?.name ?? "score";
  const records = validated(history);
  return (
    `${endWords(records)} training ${name} was ${percent(train)}, validation ${name} ${percent(validation)}` +
    `${endKind(records)}: a gap of ${pointsBetween(validation, train)} points (95 % interval ` +
    `${points(interval.low)} to ${points(interval.high)}), ${percent(size / range)} of the way from chance to perfect.`
  );
}

function lossSentence({ train, validation, size, interval, range }: Gap, history: History): string {
  const records = validated(history);
  return (
    `${endWords(records)} training loss was ${digits(train)}, validation loss ${digits(validation)}` +
    `${endKind(records)}: a gap of ${digitsBetween(train, validation)} (95 % interval ${digits(interval.low)} to ` +
    `${digits(interval.high)}), ${shareOf(size / range, "the loss of nothing learned")} (${digits(range)}).`
  );
}
