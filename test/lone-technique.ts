// One technique at strengths of the test's choice, on weights given as numbers.
import { constant, evaluate, gradients, input, type Tensor } from "../src/graph/index.ts";
import type { ModelParameter, Regularizer, StepSeams } from "../src/seams/index.ts";
import { foldSeams, type StepValues } from "../src/seams/index.ts";
import { startingHoldings } from "./holdings.ts";
import { activeOf } from "./techniques.ts";

export const trainingRows = 5;
export const learningRate = 0.1;

type Given = Readonly<Record<string, unknown>>;

/** The seams of a step with one technique, n = 5 and η = 0.1. */
export const seamsWith = (
  regularizer: Regularizer,
  given: Given,
  { classes = 3, report }: Partial<Pick<StepValues, "classes" | "report">> = {},
): StepSeams =>
  foldSeams([activeOf(regularizer, { given })], {
    key: () => constant(1, [], "int32"),
    trainingRows: constant(trainingRows),
    learningRate: constant(learningRate),
    step: constant(0),
    stepsPerEpoch: 1,
    epochs: 4,
    classes,
    holdings: startingHoldings(),
    ...(report && { report }),
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

const parametersOf = (slopes: readonly Slope[]): ModelParameter[] =>
  slopes.map(({ name, shape }) => weightOf(shape, name));

const constantsOf = (slopes: readonly Slope[]): Tensor[] =>
  slopes.map(({ gradient, shape }) => constant([...gradient], shape));

const valuesFor = (tensors: readonly Tensor[], slopes: readonly Slope[]): number[][] => {
  const feeds = Object.fromEntries(slopes.map(({ name, weight, gradient }) => [name, weight ?? gradient]));
  return evaluate(tensors, feeds).map((values) => Array.from(values));
};

/** What the seam `gradients` makes of some gradients. */
export const clipped = (seams: StepSeams, slopes: readonly Slope[]): number[][] =>
  valuesFor(
    seams.gradients(constantsOf(slopes), parametersOf(slopes), (values) => values),
    slopes,
  );

/** What a technique on the seam `gradients` tells about a step with some gradients, by path. */
export function reported(
  regularizer: Regularizer,
  given: Given,
  slopes: readonly Slope[],
): Record<string, number> {
  const told: Record<string, Tensor> = {};
  const seams = seamsWith(regularizer, given, {
    report: (path, value) => {
      told[path] = value;
    },
  });
  seams.gradients(constantsOf(slopes), parametersOf(slopes), (values) => values);
  const values = valuesFor(Object.values(told), slopes);
  return Object.fromEntries(Object.keys(told).map((path, i) => [path, values[i]?.[0] ?? NaN]));
}
