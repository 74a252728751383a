import { epochOrder } from "../data/index.ts";
import { loopNames } from "../onnx/index.ts";
import { float32, int32, type Value } from "../runtime/index.ts";
import type { Plan } from "./plan.ts";
import { inputNames, isRagged } from "./step.ts";

/** A stretch of updates within one epoch. */
export interface Stretch {
  /** Updates made before it since the start of the run. */
  readonly from: number;
  readonly count: number;
}

/** The learning rate of the update after `step` updates. */
export function learningRateAt(plan: Plan, step: number): number {
  const { element, settings } = plan.schedule;
  const { stepsPerEpoch, recipe } = plan;
  const progress = { step, stepsPerEpoch, totalSteps: stepsPerEpoch * recipe.epochs };
  return plan.learningRate * element.factor(progress, settings);
}

/** The rows of each batch, padded with the first row where the last batch is smaller, and which of them are there. */
function batches(plan: Plan, { from, count }: Stretch): { rows: Int32Array; present: Float32Array } {
  const { batchSize, stepsPerEpoch, recipe } = plan;
  const epoch = Math.floor(from / stepsPerEpoch) + 1;
  const order = epochOrder(plan.rows.train, recipe.seed, epoch, recipe.shuffle ? "shuffled" : "none");
  const start = (from % stepsPerEpoch) * batchSize;
  const here = order.subarray(start, start + count * batchSize);
  const rows = new Int32Array(count * batchSize).fill(order[0] as number);
  rows.set(here);
  return { rows, present: new Float32Array(rows.length).fill(1, 0, here.length) };
}

/** What each update of a stretch is fed: its rows, number, learning rate and the optimizer's own numbers. */
export function stretchFeeds(plan: Plan, stretch: Stretch): Record<string, Value> {
  const { from, count } = stretch;
  const { rows, present } = batches(plan, stretch);
  const steps = Array.from({ length: count }, (_, i) => from + i);
  const { element, settings } = plan.optimizer;
  const scalars = steps.map((step) => element.scalars?.(step + 1, settings) ?? {});
  const perStep = (values: readonly number[]): Value => float32(Float32Array.from(values), [count]);
  return {
    [loopNames.perStep(inputNames.rows)]: int32(rows, [count, plan.batchSize]),
    ...(isRagged(plan) && {
      [loopNames.perStep(inputNames.present)]: float32(present, [count, plan.batchSize]),
    }),
    [loopNames.perStep(inputNames.step)]: int32(Int32Array.from(steps), [count]),
    [loopNames.perStep(inputNames.learningRate)]: perStep(steps.map((step) => learningRateAt(plan, step))),
    ...Object.fromEntries(
      Object.keys(scalars[0] ?? {}).map((name) => [
        loopNames.perStep(inputNames.scalar(name)),
        perStep(scalars.map((all) => all[name] as number)),
      ]),
    ),
  };
}
