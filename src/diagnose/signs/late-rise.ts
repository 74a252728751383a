import { riseOf } from "../rise.ts";
import { defineSign } from "../sign.ts";
import { digits, percent } from "../words.ts";

export const lateRise = defineSign({
  id: "late-rise",
  title: "Validation loss rises while training loss falls",
  look: (history, limits) => {
    const rise = riseOf(history, limits);
    if (!rise?.proven) return undefined;
    const { onset, last, size, share, probability } = rise;
    const training = `${digits(onset.train.loss)} to ${digits(last.train.loss)}`;
    return {
      sentence:
        `Validation loss turned at epoch ${onset.epoch} (${digits(onset.validation.loss)}) and rose to ` +
        `${digits(last.validation.loss)} by epoch ${last.epoch} while training loss kept falling (${training}): ` +
        `${percent(share)} of what had been learned was lost.`,
      numbers: {
        onset: onset.epoch,
        lowest: onset.validation.loss,
        last: last.validation.loss,
        size,
        share,
        probability,
      },
      verdict: "overfitting",
      stake: share,
      onset: onset.epoch,
    };
  },
});
