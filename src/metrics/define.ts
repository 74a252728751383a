import type { Direction } from "../history/index.ts";

/** What a classifier said about some rows; a binary one has two columns. */
export interface ClassificationPredictions {
  readonly classes: number;
  readonly rows: number;
  /** `[rows, classes]`; only their order within a row counts, so logits serve as well. */
  readonly probabilities: Float32Array;
  /** `[rows]`, each in 0 … classes − 1. */
  readonly labels: Int32Array;
  /** `[rows]`: how much each row counts; all alike when absent. */
  readonly weights?: Float32Array;
  /** Which of two classes is the one looked for; the second when absent. */
  readonly positive?: number;
}

/** What a regression said about some rows. */
export interface RegressionPredictions {
  readonly rows: number;
  readonly outputs: number;
  /** `[rows, outputs]`, in the units of the target. */
  readonly predicted: Float32Array;
  /** `[rows, outputs]`. */
  readonly actual: Float32Array;
  /** `[rows]`: how much each row counts; all alike when absent. */
  readonly weights?: Float32Array;
}

interface PredictionsOf {
  readonly classification: ClassificationPredictions;
  readonly regression: RegressionPredictions;
}

/** One figure of merit of a set of predictions, with what the log, the report and the search need to know of it. */
export interface Metric<Task extends keyof PredictionsOf = keyof PredictionsOf> {
  readonly id: string;
  readonly title: string;
  readonly task: Task;
  readonly better: Direction;
  /** TeX. */
  readonly formula: string;
  readonly summary: string;
  readonly references: readonly {
    readonly authors: string;
    readonly year: number;
    readonly title: string;
    readonly url?: string;
  }[];
  /** Whether it is the share of rows that are answered rightly, so that their number tells how sure it is. */
  readonly isShareOfRows?: true;
  /** Whether it tells how far the probabilities are from how often they are right. */
  readonly isCalibration?: true;
  /** Whether it is told where there is room for all scores, and not wherever a few stand for them. */
  readonly isDetail?: true;
  /** Whether it is measured for the weights that are kept and not after every epoch: it costs more than counting. */
  readonly isFinal?: true;
  /** Of a classification with fewer classes, or with more, it says nothing. */
  readonly leastClasses?: number;
  readonly mostClasses?: number;
  /** Of what is about the one of two classes that is looked for: its name before that of the class, "F1" as in "F1 of yes". */
  readonly ofPositive?: string;
  /** NaN for no rows. */
  compute(this: void, predictions: PredictionsOf[Task]): number;
}

/** Declares a metric: the one value that its file exports. */
export const defineMetric = <Task extends keyof PredictionsOf>(metric: Metric<Task>): Metric<Task> => metric;

/** The class of each row with the largest probability, the first one on ties: `[rows]`. */
export function argmax({ rows, classes, probabilities }: ClassificationPredictions): Int32Array {
  const predicted = new Int32Array(rows);
  for (let row = 0; row < rows; row++) {
    const start = row * classes;
    let best = start;
    for (let at = start + 1; at < start + classes; at++) {
      if ((probabilities[at] as number) > (probabilities[best] as number)) best = at;
    }
    predicted[row] = best - start;
  }
  return predicted;
}
