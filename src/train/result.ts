import type { Diagnosis } from "../diagnose/index.ts";
import type { Prescription, Situation } from "../derive/index.ts";
import type { EpochRecord, RunHistory, Scores } from "../history/index.ts";
import type { BaselineReport, KeptScores } from "./kept-scores.ts";
import type { DataFacts } from "./data-facts.ts";
import type { Ending } from "./outside.ts";
import type { Found } from "./found.ts";
import type { ScoresWithoutRepeats } from "./without-repeats.ts";
import { type Plan } from "./plan.ts";
import type { SampledScores } from "./sampled-scores.ts";
import { baselineLoss, classMetricsOf } from "./scores.ts";

/** What a finished run came to: `result.json`, and what `train --json` prints. */
export interface RunResult {
  readonly dir: string;
  readonly name: string;
  readonly seed: number;
  /** What is known of its data; runs of earlier versions did not tell. */
  readonly data?: DataFacts;
  readonly stopped: { readonly epoch: number; readonly kind: Ending["kind"]; readonly reason: string };
  /** The epoch with the lowest validation loss. */
  readonly best: { readonly epoch: number };
  /** The epoch whose weights were tested and exported; of a diverged run the last that was finished, though its weights are newer. */
  readonly kept: { readonly epoch: number };
  readonly epochs: readonly EpochRecord[];
  /** Of the kept weights, on the test part. */
  readonly test?: Scores;
  /** Of the part that judges the run, without the rows whose inputs training has too, where there are such. */
  readonly withoutRepeats?: ScoresWithoutRepeats;
  /** All that is measured of the kept weights. */
  readonly scores: KeptScores;
  /** Simpler models of the same data, and what the kept weights know beyond them. */
  readonly baselines: BaselineReport;
  /** What techniques found after training. */
  readonly found?: Found;
  /** Of the mean of several passes with noise, where the recipe asks for it. */
  readonly sampled?: SampledScores;
  readonly diagnosis: Diagnosis & { readonly prescriptions: readonly Prescription[] };
  readonly timing: {
    readonly stepMs: number;
    readonly totalMs: number;
    readonly steps: number;
    readonly compileMs: number;
    /** The share of `totalMs` in which the engine waited for examples, where they are streamed. */
    readonly waitingShare?: number;
  };
  /** The share of weights that are exactly 0. */
  readonly sparsity: { readonly total: number; readonly byParameter: Readonly<Record<string, number>> };
  readonly history: Omit<RunHistory, "epochs">;
  /** Which needs of techniques the run meets. */
  readonly meets: Situation;
  readonly model: {
    readonly parameters: number;
    readonly layers: readonly string[];
    /** The largest relative difference between `model.onnx` and the trained weights. */
    readonly exportDifference: number;
  };
}

/** A run's learning curve with what is needed to judge it. */
export function historyOf(
  plan: Plan,
  epochs: readonly EpochRecord[],
  brokeOff?: Ending["brokeOff"],
): RunHistory {
  const classMetrics = classMetricsOf(plan);
  const { targets } = plan.dataset;
  const looked = targets.kind === "classes" && targets.classes[targets.positive ?? -1];
  const calibration = plan.metrics.find(({ isCalibration }) => isCalibration);
  return {
    task: plan.task,
    classes: plan.classes,
    rows: {
      train: plan.rows.train.length,
      trainMeasured: plan.measuredTrain.length,
      validation: plan.rows.validation.length,
    },
    metrics: plan.metrics
      .filter(({ isDetail, ofPositive, isFinal }) => !isDetail || (looked && ofPositive && !isFinal))
      .map(({ id, title, better, isShareOfRows, ofPositive }) => ({
        id,
        title: looked && ofPositive ? `${ofPositive} of ${looked}` : title,
        better,
        // Rows that count unequally are no longer counted.
        ...(isShareOfRows && !plan.dataset.weights && { isShareOfRows }),
      })),
    ...(classMetrics && { classMetrics }),
    ...(calibration && { calibrationMetric: calibration.id }),
    baselineLoss: baselineLoss(plan),
    ...(brokeOff && { brokeOff }),
    epochs,
  };
}
