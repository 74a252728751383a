import type { CurvePoint } from "../history/index.ts";
import { bathtub } from "./bathtub.ts";
import { end, noise, pointsForNoise } from "./curve.ts";
import { chanceOfBend } from "./flat-curves.ts";

/** A validation score between 0 and 1, higher is better, with that of training where it is known. */
export interface ScoreCurve {
  readonly records: readonly CurvePoint[];
  readonly validation: readonly number[];
  readonly train?: readonly number[];
}

/** A validation score that rose and fell again while that of training, where it is known, did not. */
export interface Fall {
  /** The last record on the highest level of the fitted rising-then-falling curve. */
  readonly at: CurvePoint;
  /** That level. */
  readonly from: number;
  /** The median of the last points. */
  readonly to: number;
}

/** A score that lost half of its range has collapsed, however coarse its steps are. */
const collapse = 0.5;

/**
 * The fall of a score by at least `least`, by four times its own noise and four of its smallest steps (a score of few rows moves
 * in steps), that bends more than `chance` of the flat curves with such noise do.
 */
export function fallOf(
  { records, validation, train }: ScoreCurve,
  { least, chance }: { readonly least: number; readonly chance: number },
): Fall | undefined {
  const to = end(validation);
  // No fitted level lies above the highest value, and most scores end this quickly.
  if (validation.length < pointsForNoise || Math.max(...validation) - to < least) return undefined;
  const losses = validation.map((value) => 1 - value);
  const curve = bathtub(losses);
  const from = 1 - (curve.fit[curve.turn] as number);
  const size = from - to;
  if (size < Math.max(least, 4 * noise(validation))) return undefined;
  if (size < collapse && size < 4 * smallestStep(validation)) return undefined;
  // What training lost as well was not lost to overfitting.
  if (train && end(train) < (train[curve.turn] as number) - 2 * noise(train)) return undefined;
  const at = records[curve.turn];
  return at && chanceOfBend(losses, curve) <= chance ? { at, from, to } : undefined;
}

function smallestStep(values: readonly number[]): number {
  const steps = values.slice(1).map((value, i) => Math.abs(value - (values[i] as number)));
  return Math.min(...steps.filter((step) => step > 0));
}
