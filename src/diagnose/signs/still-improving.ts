import { baselineLoss, validated } from "../curve.ts";
import { defineSign } from "../sign.ts";
import { trend } from "../trend.ts";
import { digits, percent } from "../words.ts";

/** Four points are the fewest that can show it: in one of 24 orders they all fall. More points leave chance less room. */
const fewest = 4;
const levelOf = (points: number): number => (points === fewest ? 1 / 24 : 0.01);

export const stillImproving = defineSign({
  id: "still-improving",
  title: "Validation loss is still falling",
  look: (history, limits) => {
    const records = validated(history);
    const lastPart = records.slice(-Math.max(fewest, Math.ceil(records.length / 3)));
    const [first, last] = [lastPart[0], lastPart.at(-1)];
    if (lastPart.length < fewest || first === undefined || last === undefined) return undefined;
    const { slope, fallingByChance } = trend(
      lastPart.map(({ epoch }) => epoch),
      lastPart.map(({ validation }) => validation.loss),
    );
    const gain = -slope * (last.epoch - first.epoch);
    const share = gain / baselineLoss(history);
    if (fallingByChance > levelOf(lastPart.length) + 1e-12 || share < limits.smallest) return undefined;
    return {
      sentence:
        `Validation loss was still falling when training ended: from ${digits(first.validation.loss)} at epoch ` +
        `${first.epoch} to ${digits(last.validation.loss)} at epoch ${last.epoch}, ${percent(share)} of the loss of ` +
        "nothing learned; train longer.",
      numbers: { from: first.epoch, to: last.epoch, gain, share, probability: fallingByChance },
      verdict: "stillImproving",
      stake: share,
    };
  },
});
