import type { History } from "../../history/index.ts";
import {
  end,
  endWords,
  evaluated,
  type EvaluatedRecord,
  leadingShare,
  noise,
  placeOf,
  pointsForNoise,
} from "../curve.ts";
import { classFalls, scoreFalls } from "../falls.ts";
import { riseOf } from "../rise.ts";
import { defineSign } from "../sign.ts";
import { digits, percent } from "../words.ts";

export const overConfidence = defineSign({
  id: "over-confidence",
  title: "Loss rises while the score holds",
  look: (history, limits) => {
    const rise = riseOf(history, limits);
    const metric = leadingShare(history);
    if (!rise?.proven || metric === undefined) return undefined;
    const { onset, last } = rise;
    const records = evaluated(history);
    const scores = records.map(({ validation }) => validation.metrics[metric.id] ?? Number.NaN);
    const [before, after] = [onset.validation.metrics[metric.id] ?? Number.NaN, end(scores)];
    // Two standard deviations of the curve's own noise are no fall, once there are points enough to tell it.
    const allowance = scores.length < pointsForNoise ? 0 : 2 * noise(scores);
    if (!(after >= before - allowance)) return undefined;
    // Where a score that counts every class alike fell, it is wrong more often where the leading one does not look.
    if (scoreFalls(history, limits).length + classFalls(history, limits).length > 0) return undefined;
    const isLower = after < before;
    const calibration = calibrationAt(history, onset);
    return {
      sentence:
        `From ${placeOf(onset, history)} to ${last.epoch} validation loss rose from ${digits(onset.validation.loss)} to ` +
        `${digits(last.validation.loss)} while validation ${metric.name} ${isLower ? "fell by less than its own noise" : "held"} ` +
        `(${percent(before)}; ${endWords(records, history).toLowerCase()} ${percent(after)}): ` +
        `it is not ${isLower ? "measurably " : ""}wrong more often, but more confidently${calibration ? calibration.words : ""}.`,
      numbers: { onset: onset.epoch, before, after, rise: rise.size, ...calibration?.numbers },
    };
  },
});

/** What became of the calibration error from the onset to the end, where it was measured. */
function calibrationAt(
  history: History,
  onset: EvaluatedRecord,
): { readonly words: string; readonly numbers: Readonly<Record<string, number>> } | undefined {
  const { calibrationMetric: id = "" } = history;
  const error = ({ validation }: EvaluatedRecord): number => validation.metrics[id] ?? Number.NaN;
  const [calibrationBefore, calibrationAfter] = [error(onset), end(evaluated(history).map(error))];
  if (!Number.isFinite(calibrationBefore) || !Number.isFinite(calibrationAfter)) return undefined;
  const words = `: its calibration error, the mean distance from confidence to share of right answers, went from ${percent(calibrationBefore)} to ${percent(calibrationAfter)}`;
  return { words, numbers: { calibrationBefore, calibrationAfter } };
}
