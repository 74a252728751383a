import { evaluated, placeOf } from "../curve.ts";
import { fallOf } from "../fall.ts";
import { defineSign } from "../sign.ts";
import { percent } from "../words.ts";

/** Scores that weigh both kinds of error; precision and recall alone go up and down with the threshold. */
const whole = /(?:^|_)(?:f1|fscore|accuracy|auc|auprc|map|map50|dice|iou|miou|jaccard|kappa|mcc)(?:$|_|\d)/u;

/** Chance may call a healthy score falling once in a hundred. */
const level = 0.01;

/** A loss may stay level while rare classes, which it hardly sees, are lost. */
export const fallingScore = defineSign({
  id: "falling-score",
  title: "A validation score that was better before",
  like: "late-rise",
  look: (history, limits) => {
    const records = evaluated(history);
    const falls = history.metrics
      .filter(({ id, better, ofClass }) => better === "higher" && ofClass === undefined && whole.test(id))
      .flatMap(({ id, title }) => {
        const validation = records.map((record) => record.validation.metrics[id] ?? Number.NaN);
        const train = records.map((record) => record.train?.metrics[id] ?? Number.NaN);
        if (!isShare(validation)) return [];
        const fall = fallOf(
          { records, validation, ...(isShare(train) && { train }) },
          { least: limits.largeGap, chance: level },
        );
        return fall ? [{ ...fall, title, isTrained: isShare(train) }] : [];
      });
    const [worst] = falls.toSorted((a, b) => b.from - b.to - (a.from - a.to));
    if (worst === undefined) return undefined;
    const { title, at, from, to, isTrained } = worst;
    return {
      sentence:
        `Validation ${title} fell from ${percent(from)} at ${placeOf(at, history)} to ${percent(to)} at the end` +
        `${isTrained ? " while it did not fall in training" : "; of training it was not recorded"}.`,
      numbers: { epoch: at.epoch, from, to },
      // A curve may wander by less, while the loss, which sees more, does not get worse.
      ...(from - to >= limits.moderate && { verdict: "overfitting", stake: from - to }),
    };
  },
});

const isShare = (values: readonly number[]): boolean =>
  values.length > 0 && values.every((value) => value >= 0 && value <= 1);
