// One technique at strengths of the test's choice, on weights given as numbers.
import { constant, evaluate, gradients, input, type Tensor } from "../src/graph/index.ts";
import type { ModelParameter, Regularizer, StepSeams } from "../src/seams/index.ts";
import { foldSeams } from "../src/seams/index.ts";
import { activeOf } from "./techniques.ts";

export const trainingRows = 5;
export const learningRate = 0.1;

/** The seams of a step with one technique, n = 5 and η = 0.1. */
export const seamsWith = (
  regularizer: Regularizer,
  given: Readonly<Record<string, unknown>>,
  classes = 3,
): StepSeams =>
  foldSeams([activeOf(regularizer, { given })], {
    key: () => constant(1, [], "int32"),
    trainingRows: constant(trainingRows),
    learningRate: constant(learningRate),
    classes,
  });

/** A weight of dense1 as a graph input of its own name. */
export const weightOf = (shape: readonly number[], name = "dense1.weight"): ModelParameter => ({
  name,
  layer: name.slice(0, name.indexOf(".")),
  role: "weight",
  value: input(name, shape),
});

/** The values of a tensor, for values of `dense1.weight`. */
export const valuesAt = (t: Tensor, weight: readonly number[]): number[] =>
  Array.from(evaluate([t], { "dense1.weight": weight })[0] ?? []);

/** What one update of plain SGD makes of a weight under the gradient `data` of a loss. */
export function sgdUpdate(
  seams: StepSeams,
  weight: readonly number[],
  data: readonly number[],
): readonly number[] {
  const parameter = weightOf([weight.length, 1]);
  const [slope] = gradients(seams.penalty([parameter]), [parameter.value]);
  const pull = valuesAt(slope as Tensor, weight);
  const after = weight.map((w, i) => w - learningRate * ((data[i] ?? 0) + (pull[i] ?? 0)));
  return valuesAt(seams.update(parameter, constant(after, [weight.length, 1])), weight);
}

/** A gradient given as numbers, and the weight that it is of. */
export interface Slope {
  readonly name: string;
  readonly shape: readonly number[];
  readonly gradient: readonly number[];
  readonly weight?: readonly number[];
}

/** What the seam `gradients` makes of some gradients. */
export function clipped(seams: StepSeams, slopes: readonly Slope[]): number[][] {
  const after = seams.gradients(
    slopes.map(({ gradient, shape }) => constant([...gradient], shape)),
    slopes.map(({ name, shape }) => weightOf(shape, name)),
  );
  const feeds = Object.fromEntries(slopes.map(({ name, weight, gradient }) => [name, weight ?? gradient]));
  return evaluate(after, feeds).map((values) => Array.from(values));
}
