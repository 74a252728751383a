import { evaluated } from "../curve.ts";
import { fallingOf } from "../falling.ts";
import { defineSign } from "../sign.ts";
import { unitWord } from "../../history/index.ts";
import { counted } from "../words.ts";

/** Two points always make a straight line: a curve can bend from the third on. */
const fewest = 3;

export const tooShort = defineSign({
  id: "too-short",
  title: "Too few epochs",
  look: (history, limits) => {
    const epochs = history.epochs.length;
    const usable = history.epochs.some(({ validation }) => Number.isFinite(validation?.loss))
      ? evaluated(history).length
      : epochs;
    // Two validations tell one thing: that it goes on falling, where their rows prove it.
    if (usable >= fewest || fallingOf(history, limits)) return undefined;
    return {
      sentence: `Only ${counted(usable, `usable ${unitWord(history)}`)} ${usable === 1 ? "was" : "were"} recorded; a curve needs at least ${fewest} to be judged.`,
      numbers: { epochs: usable, fewest },
      verdict: "tooShort",
    };
  },
});
