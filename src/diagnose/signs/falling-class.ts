import type { History } from "../../history/index.ts";
import { classCurves, rarityOf, scoreName } from "../class-curves.ts";
import { endMedian, placeOf } from "../curve.ts";
import { type ClassFall, classFalls } from "../falls.ts";
import { defineSign } from "../sign.ts";
import { percent } from "../words.ts";

export const fallingClass = defineSign({
  id: "falling-class",
  title: "A class that was told better before",
  like: "late-rise",
  look: (history, limits) => {
    const falls = classFalls(history, limits);
    const [worst, ...others] = falls;
    if (worst === undefined) return undefined;
    const stake = falls.reduce((sum, { from, to }) => sum + from - to, 0) / classCurves(history).length;
    const isLarge = worst.from - worst.to >= limits.severe || stake >= limits.largeGap;
    return {
      sentence: sentenceOf(worst, others, history),
      numbers: {
        epoch: worst.at.epoch,
        from: worst.from,
        to: worst.to,
        classes: falls.length,
        ...rarityOf(worst.curve, classCurves(history)),
      },
      // It decides where a class lost much, or the mean over all of them as much as a large gap.
      ...(isLarge && { verdict: "overfitting", stake }),
    };
  },
});

function sentenceOf(
  { curve, at, from, to }: ClassFall,
  others: readonly ClassFall[],
  history: History,
): string {
  const { metric, train } = curve;
  const also = others.slice(0, 2).map((other) => `"${other.curve.metric.className}"`);
  const beside = train ? " while it did not fall in training" : "; of training it was not recorded";
  const more =
    also.length === 0
      ? ""
      : `; that of ${also.join(" and ")}${others.length > also.length ? " and others" : ""} fell too`;
  return (
    `Validation ${scoreName(metric)} of "${metric.className}" fell from ${percent(from)} at ${placeOf(at, history)} (on a fitted curve) to ` +
    `${percent(to)} at the end (${endMedian(curve.validation.length)})${beside}${more}.`
  );
}
