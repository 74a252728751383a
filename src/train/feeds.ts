import { stepKey } from "../base/index.ts";
import { loopNames } from "../onnx/index.ts";
import { float32, int32, scalar, type Value } from "../runtime/index.ts";
import type { Plan } from "./plan.ts";
import { inputNames, streamOf } from "./step.ts";

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

/** The numbers that the optimizer wants to know about each update, by their input names. */
function scalarFeeds({ optimizer }: Plan, steps: readonly number[]): Record<string, Value> {
  const { element, settings } = optimizer;
  const all = steps.map((step) => element.scalars?.(step + 1, settings) ?? {});
  return Object.fromEntries(
    Object.keys(all[0] ?? {}).map((name) => [
      loopNames.perStep(inputNames.scalar(name)),
      perStep(all.map((scalars) => scalars[name] as number)),
    ]),
  );
}

const perStep = (values: readonly number[]): Value => float32(Float32Array.from(values), [values.length]);

/** The keys of the random streams among some inputs: for each input, its key at each step. */
const streamKeys = (
  { recipe }: Plan,
  inputs: readonly string[],
  steps: readonly number[],
): { readonly input: string; readonly keys: Int32Array }[] =>
  inputs.flatMap((input) => {
    const stream = streamOf(input);
    if (stream === undefined) return [];
    return [{ input, keys: Int32Array.from(steps, (step) => stepKey(recipe.seed, stream, step)) }];
  });

/** The keys of the random streams among the inputs of each step. */
export const keyFeeds = (
  plan: Plan,
  inputs: readonly string[],
  steps: readonly number[],
): Record<string, Value> =>
  Object.fromEntries(
    streamKeys(plan, inputs, steps).map(({ input, keys }) => [
      loopNames.perStep(input),
      int32(keys, [steps.length]),
    ]),
  );

/**
 * What a graph outside the loop may ask of a step, as the first step has it.
 * @param inputs of that graph.
 */
export const firstStepFeeds = (plan: Plan, inputs: readonly string[]): Record<string, Value> => ({
  [inputNames.learningRate]: scalar(learningRateAt(plan, 0)),
  [inputNames.step]: int32(new Int32Array(1), []),
  ...Object.fromEntries(streamKeys(plan, inputs, [0]).map(({ input, keys }) => [input, int32(keys, [])])),
});

/**
 * What each update of a stretch is fed beside its batch: its number, learning rate, random keys and the optimizer's own
 * numbers.
 * @param inputs the per-step inputs of the compiled step.
 */
export function stepFeeds(
  plan: Plan,
  inputs: readonly string[],
  { from, count }: Stretch,
): Record<string, Value> {
  const steps = Array.from({ length: count }, (_, i) => from + i);
  return {
    [loopNames.perStep(inputNames.step)]: int32(Int32Array.from(steps), [count]),
    [loopNames.perStep(inputNames.learningRate)]: perStep(steps.map((step) => learningRateAt(plan, step))),
    ...scalarFeeds(plan, steps),
    ...keyFeeds(plan, inputs, steps),
  };
}
