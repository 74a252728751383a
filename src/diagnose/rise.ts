import { normalQuantile } from "../base/index.ts";
import type { History } from "../history/index.ts";
import { bathtub } from "./bathtub.ts";
import { baselineOf } from "./baseline.ts";
import { end, evaluated, type EvaluatedRecord, noise, pointsForNoise } from "./curve.ts";
import { chanceOfBend } from "./flat-curves.ts";
import type { Limits } from "./sign.ts";

/** A validation loss that turned and got worse while the training loss, where it is recorded, did not. */
export interface Rise {
  /** The last epoch on the lowest level of the fitted falling-then-rising curve. */
  readonly onset: EvaluatedRecord;
  readonly last: EvaluatedRecord;
  /** The fitted loss there. */
  readonly lowest: number;
  /** From the lowest fitted level to the median of the last points. */
  readonly size: number;
  /** `size` as a share of what had been learned by the onset (baseline minus lowest level); 1 when all of it was lost. */
  readonly share: number;
  /** How likely chance alone makes a curve bend up this much. */
  readonly probability: number;
  readonly proven: boolean;
}

/** Chance may call a healthy curve overfitting once in a hundred. */
const level = 0.01;

/** A rise by this share of the lowest loss matters although it is small against a start that may lie anywhere above. */
const ofItself = 0.25;

/** The late rise of a history, proven or not; nothing when it is too small to matter or the training loss rose as well. */
export function riseOf(history: History, limits: Limits): Rise | undefined {
  const records = evaluated(history);
  const last = records.at(-1);
  if (records.length < 3 || last === undefined) return undefined;
  const losses = records.map((record) => record.validation.loss);
  const curve = bathtub(losses);
  const onset = records[curve.turn] as EvaluatedRecord;
  const lowest = curve.fit[curve.turn] as number;
  const size = end(losses) - lowest;
  const { loss: baseline, isByStart = false } = baselineOf(history);
  const least = limits.smallest * baseline;
  const smallest = isByStart && lowest > 0 ? Math.min(least, ofItself * lowest) : least;
  if (size < smallest || trainingRose(records, onset)) return undefined;
  const share = givenBack({ size, lowest }, baseline);
  const short = losses.length < pointsForNoise;
  const probability = short ? chanceFromRows(size, records) : chanceOfBend(losses, curve);
  // A short curve hides its own noise, so that its rise must matter beyond what training may wobble.
  const proven = probability <= level && (!short || share >= limits.moderate);
  return { onset, last, lowest, size, share, probability, proven };
}

function givenBack({ size, lowest }: Pick<Rise, "size" | "lowest">, baseline: number): number {
  // Below 0 there is no perfect loss to have come down to: the baseline is itself how far the losses spread.
  const way = lowest < 0 ? baseline : baseline - lowest;
  return way > 0 ? Math.min(1, size / way) : 1;
}

function trainingRose(records: readonly EvaluatedRecord[], onset: EvaluatedRecord): boolean {
  if (onset.train === undefined) return false;
  const losses = records.map((record) => record.train?.loss ?? Number.NaN);
  const allowance = losses.length < pointsForNoise ? 0 : 2 * noise(losses);
  return end(losses) > onset.train.loss + allowance;
}

/** Against the sampling error of the validation rows, with Bonferroni's allowance for having picked the lowest epoch. */
function chanceFromRows(size: number, records: readonly EvaluatedRecord[]): number {
  const errors = records.map((record) => record.validation.lossStandardError);
  const error = Math.max(...errors);
  if (!(error > 0)) return 1;
  const critical = normalQuantile(1 - level / (records.length - 1));
  return size / (Math.SQRT2 * error) >= critical ? level : 1;
}
