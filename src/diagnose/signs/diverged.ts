import { standardDeviation } from "../../base/index.ts";
import type { CurvePoint, History } from "../../history/index.ts";
import { baselineLoss, nothingLearned } from "../baseline.ts";
import { end, endLength, endWords, noise, placeOf } from "../curve.ts";
import { defineSign, type Limits, type Sighting } from "../sign.ts";
import { trend } from "../trend.ts";
import { digits } from "../words.ts";

/** From this many points on the noise of a curve can be told from its course. */
const pointsForCourse = 10;

export const diverged = defineSign({
  id: "diverged",
  title: "Training diverged",
  look: (history, limits) => {
    const { brokeOff } = history;
    if (brokeOff)
      return {
        sentence: `The loss was no finite number at step ${brokeOff.step}, in epoch ${brokeOff.epoch}: the run diverged.`,
        numbers: brokeOff,
        verdict: "diverged",
      };
    for (const [part, title] of parts) {
      const broken = brokenFrom(history, part);
      if (broken === undefined) continue;
      return {
        sentence: `${title} loss is no finite number at ${placeOf(broken, history)}: the run diverged.`,
        numbers: { epoch: broken.epoch },
        verdict: "diverged",
      };
    }
    return endsAway(history, limits);
  },
});

const parts = [
  ["train", "Training"],
  ["validation", "Validation"],
] as const;

/**
 * The first of the points up to the last one at which a loss was no finite number. What became one again has not diverged, and
 * a validation loss that never was one tells of its rows, not of the weights.
 */
function brokenFrom({ epochs }: History, part: "train" | "validation"): CurvePoint | undefined {
  const points = epochs.filter((point) => point[part] !== undefined);
  const lastFinite = points.findLastIndex((point) => Number.isFinite(point[part]?.loss));
  return part === "validation" && lastFinite < 0 ? undefined : points[lastFinite + 1];
}

/** Chance makes a curve fall this steadily once in twenty. */
const level = 0.05;
/** Fewer points show no trend beside chance: they fall where each does. */
const pointsForTrend = 4;

/** Whether training came down and was at its lowest when it ended: it began badly, and is on its way. */
function isFalling(losses: readonly number[]): boolean {
  const lowest = Math.min(...losses);
  if (losses.length < pointsForTrend)
    return losses.length > 1 && losses.every((loss, i) => i === 0 || loss < (losses[i - 1] as number));
  const places = losses.map((_, i) => i);
  return (
    losses.slice(-endLength(losses.length)).includes(lowest) && trend(places, losses).fallingByChance <= level
  );
}

/** Training that ends worse than nothing learned. */
function endsAway(history: History, limits: Limits): Sighting | undefined {
  const losses = history.epochs.flatMap(({ train }) => train?.loss ?? []).filter(Number.isFinite);
  if (losses.length === 0) return undefined;
  const baseline = baselineLoss(history);
  const [last, lowest] = [end(losses), Math.min(...losses)];
  // A curve that is nothing but jumps has gone nowhere.
  if (losses.length >= pointsForCourse && noise(losses) > 0.7 * standardDeviation(losses)) return undefined;
  const unlearned = last > baseline && lowest < (1 - limits.learned) * baseline;
  // Farther above the constant prediction than that is above perfect.
  if (!unlearned && last <= 2 * baseline) return undefined;
  if (!unlearned && isFalling(losses)) return undefined;
  const fate = unlearned ? `after it had been ${digits(lowest)}` : "and got no better than that";
  return {
    sentence: `${endWords(history.epochs, history)} training loss was ${digits(last)}, worse than ${nothingLearned(history)}, ${fate}: the run diverged.`,
    numbers: { last, lowest, baseline },
    verdict: "diverged",
  };
}
