/** How a model does on one part of the data, measured in evaluation mode. */
export interface Scores {
  /** The data loss alone, without penalties: comparable between training and validation. */
  readonly loss: number;
  /** The standard error of `loss` over the examples it was measured on. */
  readonly lossStandardError: number;
  /** By metric id, such as `accuracy`. */
  readonly metrics: Readonly<Record<string, number>>;
}

/** One line of `metrics.jsonl`. It holds no clock time, so that equal runs write equal bytes. */
export interface EpochRecord {
  /** Counted from 1. */
  readonly epoch: number;
  /** Updates made since the start of the run. */
  readonly step: number;
  /** Measured like `validation`, after the epoch, on the rows that the run states. */
  readonly train: Scores;
  readonly validation?: Scores;
  /**
   * The value of all penalties at the weights after the epoch, and what techniques added to the losses of examples, as its
   * mean over the epoch's updates.
   */
  readonly penalty: number;
  /** `train.loss + penalty`. */
  readonly objective: number;
  /** The mean data loss of the epoch's mini-batches while the weights moved, noise and dropout on. */
  readonly running: { readonly loss: number };
  /** Means over the epoch's updates of what techniques tell about them, by path such as `clipNorm.clipped`. */
  readonly reports?: Readonly<Record<string, number>>;
  readonly learningRate: number;
  /** The live strengths in force during the epoch, by path such as `l2.lambda`. */
  readonly strengths: Readonly<Record<string, number>>;
}

/** Whether more of a metric is better. */
export type Direction = "higher" | "lower";

/** A learning curve with what is needed to judge it. */
export interface History {
  readonly task: "classification" | "regression";
  /** Of a classification; 0 for a regression. */
  readonly classes: number;
  /** How many rows each score was measured on; `validation` is 0 when there is none. */
  readonly rows: { readonly train: number; readonly trainMeasured: number; readonly validation: number };
  /** The metrics in `Scores.metrics`, the leading one first, with their better direction. */
  readonly metrics: readonly { readonly id: string; readonly title: string; readonly better: Direction }[];
  /** The loss of a constant prediction fitted to the training targets: what "nothing learned" scores. */
  readonly baselineLoss?: number;
  /** Where a run ended because its loss was no finite number any more: the update, counted from 1, and its epoch. */
  readonly brokeOff?: { readonly step: number; readonly epoch: number };
  readonly epochs: readonly EpochRecord[];
}
