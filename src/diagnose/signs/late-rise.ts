import type { History } from "../../history/index.ts";
import { baselineOf, nothingLearned } from "../baseline.ts";
import { endMedian, evaluated, placeOf } from "../curve.ts";
import { type Rise, riseOf } from "../rise.ts";
import { defineSign } from "../sign.ts";
import { digits, percent } from "../words.ts";

export const lateRise = defineSign({
  id: "late-rise",
  title: "Validation loss rises while training loss falls",
  look: (history, limits) => {
    const rise = riseOf(history, limits);
    if (!rise?.proven) return undefined;
    const { onset, last, lowest, size, share, probability } = rise;
    return {
      sentence:
        `Validation loss turned at ${placeOf(onset, history)} (${digits(lowest)} on a fitted curve) and rose to ` +
        `${digits(lowest + size)} by ${placeOf(last, history)} (${endMedian(evaluated(history).length)})${besideTraining(rise)}: ` +
        `${wayBack(rise, history)}.`,
      numbers: {
        onset: onset.epoch,
        lowest,
        last: lowest + size,
        size,
        share,
        probability,
      },
      verdict: "overfitting",
      stake: share,
      stakeAt: (wanted: number) => lowest + size / wanted,
      onset: onset.epoch,
    };
  },
});

/** What became of its way down, where there was one. */
function wayBack({ lowest, share }: Rise, history: History): string {
  const { loss, source } = baselineOf(history);
  const nothing = nothingLearned(history);
  if (lowest < loss) return `it gave back ${percent(share)} of its way down from ${nothing}`;
  const never = `it was never below ${nothing}`;
  return source === "guessed"
    ? never
    : `${never}, so that no part of what training learned holds for the validation rows, and regularization can at best bring ` +
        "it back there: look for inputs that tell more, or rows that belong together";
}

/** What training did meanwhile, where that is known. */
function besideTraining({ onset, last }: Rise): string {
  if (onset.train === undefined || last.train === undefined)
    return ", more than its own noise would; training loss was not recorded, so that the gap cannot be told";
  return ` while training loss kept falling (${digits(onset.train.loss)} to ${digits(last.train.loss)})`;
}
