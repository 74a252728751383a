// The records of a run of Ockham, as its logs hold them.
import type { EpochRecord, RunHistory } from "../../src/history/index.ts";

/** Makes something of each pair of losses. */
type Rows = <T>(of: (train: number, validation: number, epoch: number) => T) => T[];

/** With scores of two classes. */
export const ownRecords = (rows: Rows): readonly EpochRecord[] =>
  rows((train, validation, epoch) => {
    const of = (loss: number, accuracy: number) => ({
      loss,
      lossStandardError: 0.01,
      metrics: { accuracy, calibrationError: 0.05, "f1.0": accuracy, "f1.1": accuracy - 0.1 },
    });
    return {
      epoch: epoch + 1,
      step: 10 * (epoch + 1),
      train: of(train, 0.5 + epoch / 20),
      validation: of(validation, 0.4 + epoch / 20),
      penalty: 0,
      objective: train,
      running: { loss: train },
      learningRate: 0.1,
      strengths: {},
    };
  });

/** What a run tells of them. */
export const ownFrame: Omit<RunHistory, "epochs"> = {
  task: "classification",
  classes: 2,
  rows: { train: 800, trainMeasured: 800, validation: 200 },
  metrics: [{ id: "accuracy", title: "Accuracy", better: "higher", isShareOfRows: true }],
  classMetrics: ["cat", "dog"].map((className, k) => ({
    id: `f1.${k}`,
    className,
    score: "f1",
    validationRows: 100,
  })),
  calibrationMetric: "calibrationError",
  baselineLoss: 1.5,
};
