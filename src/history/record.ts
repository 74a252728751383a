/** How a model does on one part of the data, of our own runs in evaluation mode. */
export interface Scores {
  /**
   * The data loss alone, without penalties: comparable between training and validation. What another program's loss
   * holds, its {@link LossConvention} says.
   */
  readonly loss: number;
  /** The standard error of `loss` over the examples it was measured on; NaN when it is unknown, as in other programs' logs. */
  readonly lossStandardError: number;
  /** By metric id, such as `accuracy`; an epoch may lack some in other programs' logs. */
  readonly metrics: Readonly<Record<string, number>>;
}

/** One point of a learning curve. A part that was not recorded is absent; a loss that was recorded as no finite number is NaN. */
export interface CurvePoint {
  /** Its place on the curve, as the log counts it: in epochs, or in the history's `unit`. Increases from point to point. */
  readonly epoch: number;
  /** Updates made since the start of the run. */
  readonly step?: number;
  readonly train?: Scores;
  readonly validation?: Scores;
  readonly learningRate?: number;
}

/** One line of `metrics.jsonl`. It holds no clock time, so that equal runs write equal bytes. */
export interface EpochRecord extends CurvePoint {
  /** Counted from 1. */
  readonly epoch: number;
  readonly step: number;
  /** Measured like `validation`, after the epoch, on the rows that the run states. */
  readonly train: Scores;
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

export interface HistoryMetric {
  readonly id: string;
  readonly title: string;
  readonly better: Direction;
  /** Whether it is a share of the rows that it was measured on, so that their number tells how sure it is. */
  readonly isShareOfRows?: true;
  /** The class that it is about, of a metric of one class. */
  readonly ofClass?: string;
  /** What another program's log calls it on validation. */
  readonly column?: string;
}

/** A score of one class. */
export interface ClassMetric {
  /** Its key in `Scores.metrics`. */
  readonly id: string;
  readonly className: string;
  readonly score: "f1" | "precision" | "recall";
  /** How many validation rows are of the class; absent where that is not known. */
  readonly validationRows?: number;
}

/** A learning curve with what is needed to judge it. */
export interface History {
  /** `unknown` where another program's log does not show it. */
  readonly task: "classification" | "regression" | "unknown";
  /** Of a classification; 0 for a regression, and when a log does not show it. */
  readonly classes: number;
  /** How many rows each score was measured on; 0 when there are none, or a log does not say. */
  readonly rows: { readonly train: number; readonly trainMeasured: number; readonly validation: number };
  /** The metrics in `Scores.metrics`, the leading one first, those of single classes last. */
  readonly metrics: readonly HistoryMetric[];
  /** The scores in `Scores.metrics` that are of one class each. */
  readonly classMetrics?: readonly ClassMetric[];
  /** The key in `Scores.metrics` of the mean distance between how sure predictions are and how often they are right. */
  readonly calibrationMetric?: string;
  /** The loss of a constant prediction fitted to the training targets: what "nothing learned" scores. */
  readonly baselineLoss?: number;
  /** Where a run ended because its loss was no finite number any more: the update, counted from 1, and its epoch. */
  readonly brokeOff?: { readonly step: number; readonly epoch: number };
  /** How many training losses a log holds, where several of them make one point of the curve. */
  readonly trainingRecords?: number;
  /** What `CurvePoint.epoch` counts; epochs unless told. */
  readonly unit?: CurveUnit;
  /** Of another program's log. */
  readonly origin?: Origin;
  readonly epochs: readonly CurvePoint[];
}

/** The learning curve of a run of our own. */
export interface RunHistory extends History {
  readonly task: "classification" | "regression";
  readonly epochs: readonly EpochRecord[];
}

/** `iteration`: boosting rounds; `step`: updates; `row`: recorded points whose place the log does not tell, counted from 1. */
export type CurveUnit = "epoch" | "iteration" | "step" | "row";

/** What another program's loss is, as far as the program is known. */
export interface LossConvention {
  /**
   * `running`: the mean over the epoch while the weights moved, dropout and other noise on, so that it lags behind;
   * `batch`: of single mini-batches, noise on; `evaluation`: measured like validation, with the noise off.
   */
  readonly measured: "running" | "batch" | "evaluation" | "unknown";
  /** Whether penalties of the weights are part of it. */
  readonly penalty: "inside" | "outside" | "unknown";
}

/** What a reader noticed that bears on how the curves may be read. */
export interface Remark {
  readonly kind:
    | "runsInOneFile"
    | "copiedSeries"
    | "validationIsTest"
    | "severalLosses"
    | "lossFromScore"
    | "counted"
    | "averaged"
    | "repeated"
    | "leftOut"
    | "partial"
    | "siblings"
    | "guessedParts"
    | "resumed";
  /** One plain sentence. */
  readonly sentence: string;
}

/** Where another program's history comes from and how it was read. */
export interface Origin {
  /** The id of the log's format, such as `keras-csv`. */
  readonly format: string;
  /** The format for people, such as "Keras CSVLogger". */
  readonly title: string;
  /** The program that wrote it, where that is known: `keras`, `xgboost`. */
  readonly program?: string;
  /** As it was given. */
  readonly file: string;
  /** Which of several runs in one file: its name there, or "run 2 of 4". */
  readonly run?: string;
  /** What each series was called there. */
  readonly columns: {
    readonly epoch?: string;
    readonly train?: string;
    readonly validation?: string;
    readonly learningRate?: string;
  };
  /** The loss on test data, where it was recorded besides. */
  readonly testLoss?: number;
  readonly trainLoss: LossConvention;
  readonly validationLoss: LossConvention;
  readonly remarks: readonly Remark[];
}
