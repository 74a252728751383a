import { stream } from "../../src/base/index.ts";
import type { EpochRecord, RunHistory } from "../../src/history/index.ts";

interface Shape {
  readonly epochs: number;
  /** The loss at epoch `t`, counted from 1. */
  readonly train: (t: number) => number;
  readonly validation?: (t: number) => number;
  /** The standard deviation of the noise relative to the loss. */
  readonly noise?: number;
}

const accuracyOf = (loss: number): number => Math.exp(-0.55 * loss);

/** A made learning curve of a classification with 10 classes: smooth curves plus seeded noise. */
export function madeHistory({ epochs, train, validation, noise = 0.01 }: Shape): RunHistory {
  const noises = stream(1, "made history");
  const shaken = (value: number): number => value * (1 + noise * noises.normal());
  const score = (loss: number, lossStandardError: number) => ({
    loss,
    lossStandardError,
    metrics: { accuracy: accuracyOf(loss) },
  });
  const records = Array.from({ length: epochs }, (_, i): EpochRecord => {
    const epoch = i + 1;
    const loss = shaken(train(epoch));
    return {
      epoch,
      step: epoch * 100,
      train: score(loss, 0.002),
      ...(validation === undefined ? {} : { validation: score(shaken(validation(epoch)), 0.03) }),
      penalty: 0.01,
      objective: loss + 0.01,
      running: { loss: loss * 1.1 },
      learningRate: 0.5,
      strengths: {},
    };
  });
  return {
    task: "classification",
    classes: 10,
    rows: { train: 1000, trainMeasured: 1000, validation: validation === undefined ? 0 : 500 },
    metrics: [{ id: "accuracy", title: "Accuracy", better: "higher" }],
    baselineLoss: Math.log(10),
    epochs: records,
  };
}

/** Training loss goes to 0; validation loss is best near epoch 15 and rises from there. */
export const overfittingHistory = (epochs = 60): RunHistory =>
  madeHistory({
    epochs,
    train: (t) => 2.3 * Math.exp(-t / 8) + 0.01,
    validation: (t) => 2.2 * Math.exp(-t / 5) + 1.05 + 0.008 * t,
  });

/** Both losses fall and flatten close to each other. */
export const healthyHistory = (epochs = 30): RunHistory =>
  madeHistory({
    epochs,
    train: (t) => 2 * Math.exp(-t / 6) + 0.21,
    validation: (t) => 2 * Math.exp(-t / 6) + 0.25,
  });

/** One epoch only. */
export const singleEpochHistory = (): RunHistory =>
  madeHistory({ epochs: 1, train: () => 1.2, validation: () => 1.3 });

/** No validation part. */
export const unvalidatedHistory = (epochs = 20): RunHistory =>
  madeHistory({ epochs, train: (t) => 2 * Math.exp(-t / 6) + 0.2 });
