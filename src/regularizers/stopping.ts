// When a learning curve says that training is to end: patience, and the three criteria of Prechelt (1998).
import type { History } from "../history/index.ts";
import type { Decision } from "../seams/index.ts";
import { bestOf, bestText, type Monitored, monitored, type Point, shown } from "./monitors.ts";

interface Limits {
  readonly patience: number;
  readonly minDelta: number;
  /** Percent of the lowest error, or times the progress of training. */
  readonly alpha: number;
  readonly stripLength: number;
  readonly strips: number;
}

/** Why training is to end after the last of the points, as a clause; nothing to go on. */
type Rule = (monitored: Monitored, limits: Limits) => string | undefined;

/** How many of the last epochs brought no progress: no value below the last progress by more than `minDelta`. */
function epochsWithout(points: readonly Point[], minDelta: number): number {
  let toBeat = Infinity;
  let count = 0;
  for (const { validation } of points) {
    const isProgress = validation < toBeat - minDelta;
    if (isProgress) toBeat = validation;
    count = isProgress ? 0 : count + 1;
  }
  return count;
}

const percentOf = ({ better }: Monitored, loss: number): string =>
  `${shown(loss)} % ${better === "lower" ? "above" : "further from 1 than at"} its best`;

/** GL(t): the error in percent above the lowest one so far. */
const generalizationLoss = (points: readonly Point[]): number =>
  100 * ((points.at(-1)?.validation ?? NaN) / (bestOf(points)?.validation ?? NaN) - 1);

/** P_k(t): how far, in thousandths, the mean training error of the last strip lies above its least one. */
function progress(points: readonly Point[], stripLength: number): number {
  const errors = points.slice(-stripLength).map(({ training }) => training);
  const total = errors.reduce((sum, error) => sum + error, 0);
  const least = stripLength * Math.min(...errors);
  // Errors that are all 0 have come as far as they can.
  return total === least ? 0 : 1000 * (total / least - 1);
}

/** Whether a strip ends at the last point: strips are counted from the first epoch that counts. */
const isEndOfStrip = (points: readonly Point[], stripLength: number): boolean =>
  points.length > 0 && points.length % stripLength === 0;

const rules = {
  patience: ({ name, points }, { patience, minDelta }) => {
    const count = epochsWithout(points, minDelta);
    const by = minDelta > 0 ? ` by more than ${minDelta}` : "";
    return count < patience ? undefined : `for ${count} epochs ${name} did not improve${by}`;
  },
  GL: (watched, { alpha }) => {
    const loss = generalizationLoss(watched.points);
    return loss > alpha ? `${watched.name} is ${percentOf(watched, loss)}, more than ${alpha} %` : undefined;
  },
  PQ: (watched, { alpha, stripLength }) => {
    const { name, points } = watched;
    if (!isEndOfStrip(points, stripLength)) return undefined;
    const [loss, made] = [generalizationLoss(points), progress(points, stripLength)];
    return loss / made > alpha
      ? `${name} is ${percentOf(watched, loss)}, ${shown(loss / made)} times the progress of training in the last ${stripLength} epochs (${shown(made)} ‰), more than ${alpha}`
      : undefined;
  },
  UP: ({ name, points }, { stripLength, strips }) => {
    if (!isEndOfStrip(points, stripLength)) return undefined;
    const ends = Array.from({ length: strips + 1 }, (_, i) => points.at(-1 - i * stripLength)?.validation);
    const isWorse = ends.slice(1).every((before, i) => (ends[i] ?? NaN) > (before ?? NaN));
    const which = strips === 1 ? "the last strip" : `each of the last ${strips} strips`;
    return isWorse ? `${name} was worse after ${which} of ${stripLength} epochs than before it` : undefined;
  },
} as const satisfies Readonly<Record<string, Rule>>;

interface Stopping extends Limits {
  readonly monitor: string | readonly string[];
  readonly combine: "any" | "all";
  readonly rule: keyof typeof rules;
  readonly smoothing: number;
  readonly warmUp: number;
}

type Curve = Pick<History, "metrics" | "epochs">;

/** The scores to watch over a whole curve. */
const watchedOn = (curve: Curve, { monitor, ...watching }: Stopping): readonly Monitored[] =>
  [monitor]
    .flat()
    .map((id) => monitored(id === "metric" ? (curve.metrics[0]?.id ?? "loss") : id, curve, watching));

/** What is decided after the last of the watched points, at `epoch`. */
function decided(watched: readonly Monitored[], epoch: number, stopping: Stopping): Decision {
  const { rule, combine } = stopping;
  const keep = (watched[0] && bestOf(watched[0].points)?.epoch) ?? epoch;
  const reasons = watched.flatMap((one) => {
    const reason = rules[rule](one, stopping);
    return reason === undefined ? [] : [reason + bestText(one)];
  });
  const isOver = combine === "any" ? reasons.length > 0 : reasons.length === watched.length;
  return { keep, ...(isOver && { stop: reasons.join(", and ") }) };
}

/** What is decided after the last epoch of a curve. */
export const decision = (curve: Curve, stopping: Stopping): Decision =>
  decided(watchedOn(curve, stopping), curve.epochs.at(-1)?.epoch ?? 0, stopping);

/** What is decided after the first epoch of a curve that training would have ended at, else after the last. */
export function firstDecision(curve: Curve, stopping: Stopping): Decision & { readonly epoch: number } {
  const watched = watchedOn(curve, stopping);
  const lengths = watched.map(() => 0);
  let last = { epoch: 0, keep: 0 } as Decision & { readonly epoch: number };
  for (const { epoch } of curve.epochs) {
    const until = watched.map((one, i) => {
      const length = lengths[i] ?? 0;
      lengths[i] = one.points[length]?.epoch === epoch ? length + 1 : length;
      return { ...one, points: one.points.slice(0, lengths[i]) };
    });
    last = { epoch, ...decided(until, epoch, stopping) };
    if (last.stop !== undefined) break;
  }
  return last;
}
