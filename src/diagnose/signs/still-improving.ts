import { shareOfBaseline } from "../baseline.ts";
import { placeOf } from "../curve.ts";
import { fallingOf } from "../falling.ts";
import { defineSign } from "../sign.ts";
import { digits } from "../words.ts";

export const stillImproving = defineSign({
  id: "still-improving",
  title: "Validation loss is still falling",
  look: (history, limits) => {
    const falling = fallingOf(history, limits);
    if (falling === undefined) return undefined;
    const { first, last, gain, share, probability } = falling;
    return {
      sentence:
        "Validation loss was still falling when training ended: from " +
        `${digits(first.validation.loss)} at ${placeOf(first, history)} to ${digits(last.validation.loss)} at ` +
        `${placeOf(last, history)}, ${shareOfBaseline(share, history)}; train longer.`,
      numbers: { from: first.epoch, to: last.epoch, gain, share, probability },
      verdict: "stillImproving",
      stake: share,
      // As long as what was not seen is learned too, that more is learned of what was seen is no harm yet.
      explains: ["large-gap", "class-gap"],
    };
  },
});
