import { bathtub } from "../bathtub.ts";
import { type ClassCurve, classCurves, scoreName } from "../class-curves.ts";
import { end, noise, pointsForNoise } from "../curve.ts";
import { defineSign, type Limits } from "../sign.ts";
import { percent } from "../words.ts";

/** A class whose validation score fell. */
interface Fall {
  readonly curve: ClassCurve;
  readonly at: number;
  readonly from: number;
  readonly to: number;
}

/** Chance may call the classes of a healthy run falling once in twenty. */
const level = 0.05;

export const fallingClass = defineSign({
  id: "falling-class",
  title: "A class that was told better before",
  like: "late-rise",
  look: (history, limits) => {
    const curves = classCurves(history);
    const falls = curves.flatMap((curve) => fallOf(curve, limits, curves.length) ?? []);
    const [worst, ...others] = falls.toSorted((a, b) => b.from - b.to - (a.from - a.to));
    if (worst === undefined) return undefined;
    const { metric, train } = worst.curve;
    const also = others.slice(0, 2).map(({ curve }) => `"${curve.metric.className}"`);
    return {
      sentence:
        `Validation ${scoreName(metric)} of "${metric.className}" fell from ${percent(worst.from)} at epoch ${worst.at} to ` +
        `${percent(worst.to)} at the end${train ? " while it did not fall in training" : ""}` +
        `${also.length === 0 ? "" : `; that of ${also.join(" and ")}${others.length > also.length ? " and others" : ""} fell too`}.`,
      numbers: { epoch: worst.at, from: worst.from, to: worst.to, classes: falls.length },
    };
  },
});

/**
 * The fall of a class from the highest level of its fitted rising-then-falling curve: by as much as a large gap, by four times
 * its own noise, and by more rows than chance turns all one way (each with probability one half) in any of so many classes.
 */
function fallOf(curve: ClassCurve, limits: Limits, classes: number): Fall | undefined {
  const { validation, train, records, metric } = curve;
  const to = end(validation);
  // No fitted level lies above the highest value, and most classes end this quickly.
  if (validation.length < pointsForNoise || Math.max(...validation) - to < limits.largeGap) return undefined;
  const { fit, turn } = bathtub(validation.map((value) => 1 - value));
  const from = 1 - (fit[turn] as number);
  const fewestRows = Math.log2(classes / level);
  const isEnough = metric.validationRows === undefined || (from - to) * metric.validationRows >= fewestRows;
  if (from - to < Math.max(limits.largeGap, 4 * noise(validation)) || !isEnough) return undefined;
  // What training lost as well was not lost to overfitting.
  if (train && end(train) < (train[turn] as number) - 2 * noise(train)) return undefined;
  return { curve, at: records[turn]?.epoch ?? 0, from, to };
}
