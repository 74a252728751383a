// What rules of stopping read of a learning curve: scores as errors, smoothed, and the best of them.
import type { Direction, History, Scores } from "../history/index.ts";

/** One score of a run over the epochs that count. */
export interface Monitored {
  /** As in a sentence: "the validation loss". */
  readonly name: string;
  readonly better: Direction;
  readonly points: readonly Point[];
}

/** A score after an epoch, and both sides of the curve as errors: of these less is better, and 0 is perfect. */
export interface Point {
  readonly epoch: number;
  /** On the validation part, smoothed. */
  readonly value: number;
  readonly validation: number;
  readonly training: number;
}

interface Watching {
  /** Epochs at the start that do not count. */
  readonly warmUp: number;
  /** The share of the smoothed score before in the next one. */
  readonly smoothing: number;
}

type Curve = Pick<History, "metrics" | "epochs">;

/** Exponential smoothing; what is no finite number stands as it is and leaves no trace. */
function smoothed(values: readonly number[], share: number): readonly number[] {
  let before: number | undefined;
  return values.map((value) => {
    if (!Number.isFinite(value)) return value;
    before = before === undefined ? value : share * before + (1 - share) * value;
    return before;
  });
}

/** A score that a run measures, by its id; the loss for a metric that it does not. */
export function monitored(id: string, { metrics, epochs }: Curve, watching: Watching): Monitored {
  const metric = metrics.find((known) => known.id === id);
  const better = metric?.better ?? "lower";
  const scoreOf = (scores?: Scores): number => (metric ? scores?.metrics[metric.id] : scores?.loss) ?? NaN;
  // The metrics of which more is better all end at 1.
  const errorOf = (score: number): number => (better === "higher" ? 1 - score : score);
  // Some programs count epochs from 0.
  const before = Math.min(1, epochs[0]?.epoch ?? 1);
  const measured = epochs.flatMap(({ epoch, train, validation }) =>
    validation && epoch - before >= watching.warmUp
      ? [{ epoch, training: scoreOf(train), value: scoreOf(validation) }]
      : [],
  );
  const values = smoothed(
    measured.map(({ value }) => value),
    watching.smoothing,
  );
  const plain = metric ? `validation metric "${metric.title}"` : "validation loss";
  return {
    name: `the ${watching.smoothing > 0 ? "smoothed " : ""}${plain}`,
    better,
    points: measured.map(({ epoch, training }, i) => {
      const value = values[i] as number;
      return { epoch, value, validation: errorOf(value), training: errorOf(training) };
    }),
  };
}

/** The first of the points with the least error; a score that is no finite number is never the best. */
export const bestOf = (points: readonly Point[]): Point | undefined =>
  points.reduce<Point | undefined>(
    (best, point) => (point.validation < (best?.validation ?? Infinity) ? point : best),
    undefined,
  );

export const shown = (value: number): string =>
  value === Infinity ? "∞" : String(Number(value.toPrecision(4)));

/** Where a score was best, after a reason to stop. */
export function bestText({ points }: Monitored): string {
  const best = bestOf(points);
  return best ? `; it was best at epoch ${best.epoch} (${shown(best.value)})` : "";
}
