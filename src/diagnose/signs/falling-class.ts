import type { History } from "../../history/index.ts";
import { type ClassCurve, classCurves, scoreName } from "../class-curves.ts";
import { placeOf } from "../curve.ts";
import { type Fall, fallOf } from "../fall.ts";
import { defineSign, type Limits } from "../sign.ts";
import { percent } from "../words.ts";

/** A class whose validation score fell. */
interface ClassFall extends Fall {
  readonly curve: ClassCurve;
}

/** Chance may call the classes of a healthy run falling once in twenty. */
const level = 0.05;
/** Flat curves are too few to show a smaller chance. */
const leastChance = 0.005;

export const fallingClass = defineSign({
  id: "falling-class",
  title: "A class that was told better before",
  like: "late-rise",
  look: (history, limits) => {
    const curves = classCurves(history);
    const falls = curves.flatMap((curve) => fallOfClass(curve, limits, curves.length) ?? []);
    const [worst, ...others] = falls.toSorted((a, b) => b.from - b.to - (a.from - a.to));
    if (worst === undefined) return undefined;
    const stake = falls.reduce((sum, { from, to }) => sum + from - to, 0) / curves.length;
    const isLarge = worst.from - worst.to >= limits.severe || stake >= limits.largeGap;
    return {
      sentence: sentenceOf(worst, others, history),
      numbers: { epoch: worst.at.epoch, from: worst.from, to: worst.to, classes: falls.length },
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
    `Validation ${scoreName(metric)} of "${metric.className}" fell from ${percent(from)} at ${placeOf(at, history)} to ` +
    `${percent(to)} at the end${beside}${more}.`
  );
}

/** A fall by as much as a large gap, and by more rows than chance turns all one way (each with probability one half) in any of so many classes. */
function fallOfClass(curve: ClassCurve, limits: Limits, classes: number): ClassFall | undefined {
  const fall = fallOf(curve, { least: limits.largeGap, chance: Math.max(leastChance, level / classes) });
  if (fall === undefined) return undefined;
  const { validationRows: rows } = curve.metric;
  const isEnough = rows === undefined || (fall.from - fall.to) * rows >= Math.log2(classes / level);
  return isEnough ? { ...fall, curve } : undefined;
}
