import { endMedian, evaluated, placeOf } from "../curve.ts";
import { scoreFalls } from "../falls.ts";
import { defineSign } from "../sign.ts";
import { percent } from "../words.ts";

/** A loss may stay level while rare classes, which it hardly sees, are lost. */
export const fallingScore = defineSign({
  id: "falling-score",
  title: "A validation score that was better before",
  like: "late-rise",
  look: (history, limits) => {
    const [worst] = scoreFalls(history, limits);
    if (worst === undefined) return undefined;
    const { id, title, at, from, to, isTrained } = worst;
    return {
      sentence:
        `Validation ${title} fell from ${percent(from)} at ${placeOf(at, history)} (on a fitted curve) to ${percent(to)} at the end ` +
        `(${endMedian(evaluated(history).length)})` +
        `${isTrained ? " while it did not fall in training" : "; of training it was not recorded"}.`,
      numbers: { epoch: at.epoch, from, to },
      metric: id,
      // A curve may wander by less, while the loss, which sees more, does not get worse.
      ...(from - to >= limits.moderate && { verdict: "overfitting", stake: from - to }),
    };
  },
});
