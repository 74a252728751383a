import { end, endMedian, evaluated, isTrained, placeOf } from "../curve.ts";
import { defineSign } from "../sign.ts";
import { digits } from "../words.ts";

/** Fewer points tell nothing even of validation. */
const fewest = 3;

export const noTraining = defineSign({
  id: "no-training",
  title: "No training scores",
  look: (history) => {
    const records = evaluated(history);
    if (isTrained(history) || records.length < fewest) return undefined;
    const losses = records.map(({ validation }) => validation.loss);
    const lowest = Math.min(...losses);
    const at = records.find(({ validation }) => validation.loss === lowest);
    return {
      sentence:
        `Training loss was not recorded, so that the gap cannot be told. Validation loss was lowest at ` +
        `${at ? placeOf(at, history) : ""} (${digits(lowest)}) and ${digits(end(losses))} at the end (${endMedian(losses.length)}).`,
      numbers: { lowest, end: end(losses), at: at?.epoch ?? Number.NaN },
      verdict: "noTraining",
    };
  },
});
