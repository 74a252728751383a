import type { EpochRecord, History } from "../../src/history/index.ts";

export interface Curves {
  /** 1, 2, 3 … unless told. */
  readonly epochs?: readonly number[];
  readonly train: readonly number[];
  readonly validation?: readonly number[];
  readonly scores?: { readonly train: readonly number[]; readonly validation: readonly number[] };
  readonly error?: number;
  readonly rows?: number;
}
/** What a history states besides its curves. */
export type Frame = Partial<Omit<History, "epochs">>;

/** A classification of ten classes with 10,000 training rows, all measured, unless the frame says otherwise. */
export function historyOf(curves: Curves, frame: Frame = {}): History {
  const { train, validation, scores, error = 0.01, rows = 5000 } = curves;
  const regression = frame.task === "regression";
  const id = regression ? "r2" : "accuracy";
  const epochs = train.map((loss, i): EpochRecord => {
    const part = (partLoss: number, score: number | undefined) => ({
      loss: partLoss,
      lossStandardError: error,
      metrics: score === undefined ? {} : { [id]: score },
    });
    return {
      epoch: curves.epochs?.[i] ?? i + 1,
      step: 10 * (i + 1),
      train: part(loss, scores?.train[i]),
      ...(validation && { validation: part(validation[i] as number, scores?.validation[i]) }),
      penalty: 0,
      objective: loss,
      running: { loss },
      learningRate: 0.1,
      strengths: {},
    };
  });
  return {
    task: "classification",
    classes: regression ? 0 : 10,
    rows: { train: 10_000, trainMeasured: 10_000, validation: validation ? rows : 0 },
    metrics: scores ? [{ id, title: regression ? "R²" : "Accuracy", better: "higher" }] : [],
    baselineLoss: regression ? 1 : Math.log(10),
    ...frame,
    epochs,
  };
}

export const curve = (length: number, at: (epoch: number) => number): number[] =>
  Array.from({ length }, (_, i) => at(i + 1));

export const decay = (from: number, to: number, pace: number) => (epoch: number) =>
  to + (from - to) * Math.exp(-epoch / pace);

const score = (loss: number): number => 1 - loss / 2.6;

/** A run that learns and stays: training ends a little better than validation. */
export function healthy(length: number, noise: (epoch: number) => number = () => 0): Curves {
  const train = curve(length, decay(2.3, 0.1, length / 10));
  const validation = curve(length, (epoch) => decay(2.3, 0.14, length / 10)(epoch) + noise(epoch));
  return {
    train,
    validation,
    scores: { train: train.map(score), validation: validation.map((loss) => Math.min(1, score(loss))) },
  };
}

export function overfit(length: number, turn: number, noise: () => number = () => 0): Curves {
  const validation = (epoch: number): number =>
    decay(2.3, 0.8, turn / 4)(epoch) + Math.max(0, epoch - turn) * (0.8 / (length - turn)) + noise();
  return { train: curve(length, decay(2.3, 0.01, length / 8)), validation: curve(length, validation) };
}
