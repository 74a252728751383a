import { median } from "../../base/index.ts";
import type { History } from "../../history/index.ts";
import { shareOfBaseline } from "../baseline.ts";
import { evaluated, placeOf } from "../curve.ts";
import { type Falling, fallingOf } from "../falling.ts";
import { defineSign } from "../sign.ts";
import { digits } from "../words.ts";

export const stillImproving = defineSign({
  id: "still-improving",
  title: "Validation loss is still falling",
  look: (history, limits) => {
    const falling = fallingOf(history, limits);
    if (falling === undefined) return undefined;
    const { first, last, gain, share, probability } = falling;
    const from = levelAt(falling, history);
    return {
      sentence:
        "Validation loss was still falling when training ended: from " +
        `${digits(from)} at ${placeOf(first, history)} to ${digits(from - gain)} at ${placeOf(last, history)} on a fitted line, ` +
        `${shareOfBaseline(share, history)}; train longer.`,
      numbers: { from: first.epoch, to: last.epoch, gain, share, probability },
      verdict: "stillImproving",
      stake: share,
      // As long as what was not seen is learned too, that more is learned of what was seen is no harm yet.
      explains: ["large-gap", "class-gap"],
    };
  },
});

/** Where the line of the fall begins: of its slope, with as many points above it as below. */
function levelAt({ first, last, gain }: Falling, history: History): number {
  const slope = -gain / (last.epoch - first.epoch);
  return median(
    evaluated(history)
      .filter(({ epoch }) => epoch >= first.epoch && epoch <= last.epoch)
      .map(({ epoch, validation }) => validation.loss - slope * (epoch - first.epoch)),
  );
}
