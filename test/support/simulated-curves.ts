// Learning curves with a known truth, to count how often a verdict is right.
import { stream, type Stream } from "../../src/base/index.ts";
import { countedRows } from "../../src/history/counted-rows.ts";
import type { ClassMetric, CurvePoint, History, Scores } from "../../src/history/index.ts";

/** What is true of a simulated run. Losses count from 1, nothing learned, to 0, perfect. */
export interface Truth {
  readonly epochs: number;
  /** The training loss at the end. */
  readonly floor: number;
  /** How far the true validation loss settles above the training loss. */
  readonly gap: number;
  /** The epoch with the lowest true validation loss, from which it rises by `rise` until the end; absent for none. */
  readonly onset?: number;
  readonly rise?: number;
}

/** Runs that a verdict must tell apart. */
export const truths = {
  "healthy, 12 epochs": { epochs: 12, floor: 0.05, gap: 0.01 },
  "healthy, 40 epochs": { epochs: 40, floor: 0.05, gap: 0.01 },
  "healthy, hard task": { epochs: 40, floor: 0.4, gap: 0 },
  "large gap": { epochs: 40, floor: 0.02, gap: 0.15 },
  "gap and rise": { epochs: 40, floor: 0.02, gap: 0.1, onset: 12, rise: 0.2 },
  "small rise": { epochs: 40, floor: 0.1, gap: 0.02, onset: 15, rise: 0.05 },
} as const satisfies Readonly<Record<string, Truth>>;

export interface Measurement {
  /** Validation rows, drawn once: what they are off by stays the same through the run. */
  readonly rows: number;
  /** Standard deviation of the weights' own wandering from epoch to epoch, in units of the loss. */
  readonly jitter: number;
  /** Whether the log says how many rows there are and how sure its losses are, as our own runs do. */
  readonly stated: boolean;
  /** Training loss as most other programs write it: a running mean of the epoch. */
  readonly running?: boolean;
}

/** How much the losses of single rows scatter, in units of their mean: cross-entropies of trained networks are that skewed. */
const rowScatter = 1.5;
/** How much of the rows' scatter is new at each epoch, by the weights' wandering. */
const renewed = 0.3;

const classes = 10;
const nothing = Math.log(classes);

/** One simulated run. Equal seeds give equal curves. */
export function simulated(truth: Truth, measurement: Measurement, seed: number): History {
  const source = stream(seed, "simulated curve");
  const draw = partDraw(source, measurement.rows);
  const byClass = classDraw(stream(seed, "simulated classes"), measurement);
  const epochs = Array.from({ length: truth.epochs }, (_, i): CurvePoint => {
    const epoch = i + 1;
    const wander = measurement.jitter * source.normal();
    // The mean over the epoch lags behind its end by half of it.
    const train = trainLoss(truth, measurement.running ? epoch - 0.5 : epoch) * (1 + 0.2 * wander);
    const validation = Math.max(0.002, validationLoss(truth, epoch) + wander);
    const [trained, held] = [
      scoresOf(train, nothing * train, { stated: false, error: 0 }),
      draw(validation, measurement),
    ];
    return {
      epoch,
      train: { ...trained, metrics: { ...trained.metrics, ...byClass.exactly(train) } },
      validation: { ...held, metrics: { ...held.metrics, ...byClass.drawn(validation) } },
    };
  });
  const shares = epochs.flatMap(({ validation }) => validation?.metrics["accuracy"] ?? []);
  return {
    task: "classification",
    classes,
    rows: {
      train: measurement.stated ? 10 * measurement.rows : 0,
      trainMeasured: measurement.stated ? 10 * measurement.rows : 0,
      validation: measurement.stated ? measurement.rows : (countedRows(shares) ?? 0),
    },
    metrics: [{ id: "accuracy", title: "Accuracy", better: "higher" }],
    ...(measurement.stated && { baselineLoss: nothing, classMetrics: byClass.metrics }),
    epochs,
  };
}

/** From 1 to the floor, in a tenth of the run by a factor e. */
const trainLoss = ({ epochs, floor }: Truth, epoch: number): number =>
  floor + (1 - floor) * Math.exp((-10 * epoch) / epochs);

function validationLoss(truth: Truth, epoch: number): number {
  const { epochs, gap, onset, rise = 0 } = truth;
  // A curve that turns has come down by its onset.
  const pace = onset === undefined ? truth : { ...truth, epochs: Math.min(epochs, 2.5 * onset) };
  const fallen = trainLoss(pace, epoch);
  const risen = onset === undefined ? 0 : (rise * Math.max(0, epoch - onset)) / (epochs - onset);
  return fallen + gap * (1 - fallen) + risen;
}

/** Accuracy falls with the loss, and less than in proportion once the loss rises by confidence. */
const errorShare = (loss: number): number => Math.min(1 - 1 / classes, (1 - 1 / classes) * loss);

function partDraw(source: Stream, rows: number) {
  const offset = source.normal();
  return (loss: number, { stated }: Measurement): Scores => {
    const z = Math.sqrt(1 - renewed ** 2) * offset + renewed * source.normal();
    const error = (rowScatter * loss) / Math.sqrt(rows);
    const share = errorShare(loss);
    const measuredShare = share + Math.sqrt((share * (1 - share)) / rows) * z;
    const wrong = Math.min(rows, Math.max(0, Math.round(measuredShare * rows)));
    return scoresOf(wrong / rows / (1 - 1 / classes), nothing * Math.max(0.001, loss + error * z), {
      stated,
      error: nothing * error,
    });
  };
}

/** The recall of each class: its rows are drawn once, a part of their scatter is new at each epoch. */
function classDraw(source: Stream, { rows, stated }: Measurement) {
  const each = Math.max(1, Math.round(rows / classes));
  const metrics = Array.from(
    { length: stated ? classes : 0 },
    (_, k): ClassMetric => ({ id: `recall.${k}`, className: `${k}`, score: "recall", validationRows: each }),
  );
  const offsets = metrics.map(() => source.normal());
  const scores = (of: (k: number) => number): Record<string, number> =>
    Object.fromEntries(metrics.map(({ id }, k) => [id, of(k)]));
  return {
    metrics,
    exactly: (loss: number) => scores(() => 1 - errorShare(loss)),
    drawn: (loss: number) => {
      const share = errorShare(loss);
      return scores((k) => {
        const z = Math.sqrt(1 - renewed ** 2) * (offsets[k] as number) + renewed * source.normal();
        const wrong = Math.round((share + Math.sqrt((share * (1 - share)) / each) * z) * each);
        return 1 - Math.min(each, Math.max(0, wrong)) / each;
      });
    },
  };
}

const scoresOf = (
  errors: number,
  loss: number,
  { stated, error }: { readonly stated: boolean; readonly error: number },
): Scores => ({
  loss,
  lossStandardError: stated || error === 0 ? error : Number.NaN,
  metrics: { accuracy: 1 - errorShare(errors) },
});
