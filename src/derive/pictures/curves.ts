// Seams whose effect is a curve.
import type { BarFigure, LineFigure, Point, Series } from "../../draw/index.ts";
import {
  add,
  constant,
  gradients,
  input,
  evaluate,
  matmul,
  mul,
  square,
  sub,
  sum,
  sqrt,
  type Tensor,
} from "../../graph/index.ts";
import { losses } from "../../losses/index.ts";
import {
  foldEvaluation,
  type ModelParameter,
  type ModelPass,
  type Regularizer,
  type Site,
} from "../../seams/index.ts";
import { strengthOf } from "../parameters.ts";
import {
  activeOf,
  memoryOf,
  numbers,
  scene,
  seamsOf,
  type Subject,
  usual,
  usualAndStrong,
  valuesOf,
  weightOf,
} from "./trial.ts";

const roles = ["train", "validation", "test"] as const;

/** The curves of a technique's strengths, and one without it. */
const withAndWithout = (
  technique: Regularizer,
  without: readonly Point[],
  pointsOf: (subject: Subject) => readonly Point[],
): Series[] => [
  { name: "without", role: "other", points: without },
  ...usualAndStrong(technique).map(
    (subject, i): Series => ({
      name: subject.label,
      role: roles[i] ?? "gap",
      points: pointsOf(subject),
    }),
  ),
];

const spread = (from: number, to: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => from + ((to - from) * i) / (count - 1));

const paired = (xs: readonly number[], ys: readonly number[]): Point[] =>
  xs.map((x, i) => [x, ys[i] as number]);

const rightClass = 3;

/** What a loss is told of an example of one class. */
export function targetsFigure(technique: Regularizer): BarFigure {
  const given = Array.from({ length: scene.classes }, (_, label) => Number(label === rightClass));
  const row = constant(given, [1, scene.classes]);
  return {
    title: `${technique.title}: what the loss is told of a ${rightClass}`,
    groupLabel: "class",
    groups: given.map((_, label) => String(label)),
    series: [
      { name: "given", role: "other", values: given },
      ...usualAndStrong(technique).map((subject, i) => ({
        name: subject.label,
        role: roles[i] ?? ("gap" as const),
        values: valuesOf(seamsOf(subject).targets(row)),
      })),
    ],
  };
}

/** One of each kind. */
const sites = (["product", "sums", "hidden", "branch"] as const).map(
  (kind): Site => ({ layer: "dense1", kind, depth: 1 }),
);

const classTargets = (rows: number): Tensor =>
  constant(
    Array.from({ length: rows * scene.classes }, (_, i) => Number(i % scene.classes === rightClass)),
    [rows, scene.classes],
  );

/** A pass of numbers through a model of one layer, which takes the larger ones for the right class. */
function passOf(inputs: Tensor): ModelPass {
  const { perExample, predict, terms } = losses.crossEntropy;
  const targets = classTargets(inputs.shape[0] as number);
  const outputs = matmul(inputs, classTargets(1));
  return {
    inputs,
    outputs,
    predictions: predict(outputs),
    targets,
    losses: perExample(outputs, targets, {}),
    terms: terms?.(outputs, targets, {}),
    activations: sites.map((site) => ({ site, value: inputs })),
    lossesFor: (others) => perExample(outputs, others, {}),
    at: passOf,
  };
}

/** The loss of an example by how likely the model takes its class to be. */
export function lossesFigure(technique: Regularizer): LineFigure {
  const margins = spread(-2, 8, 41);
  const pass = passOf(constant(margins, [margins.length, 1]));
  const probabilities = valuesOf(pass.predictions).filter((_, i) => i % scene.classes === rightClass);
  const lossesAfter = (subject: Subject): readonly number[] =>
    valuesOf(seamsOf(subject, { sites }).losses(pass));
  return {
    title: `${technique.title}: loss`,
    xLabel: "probability of the right class",
    yLabel: "loss",
    series: withAndWithout(technique, paired(probabilities, valuesOf(pass.losses)), (subject) =>
      paired(probabilities, lossesAfter(subject)),
    ),
    note: `An example of one of ${scene.classes} classes, in a model of one layer.`,
  };
}

/** A penalty and its slope by a weight. */
export function lossFigure(technique: Regularizer): LineFigure {
  const subject = usual(technique);
  const value = input("weight", [1, 1]);
  const penalty = seamsOf(subject).penalty([weightOf(value)]);
  const [slope = penalty] = gradients(penalty, [value]);
  const weights = spread(-2, 2, 81);
  const at = (t: Tensor): Point[] =>
    paired(
      weights,
      weights.map((weight) => evaluate([t], { weight: [weight] })[0]?.[0] ?? Number.NaN),
    );
  return {
    title: `${technique.title}: penalty on a weight`,
    xLabel: "weight",
    yLabel: "penalty",
    series: [
      { name: "penalty", role: "train", points: at(penalty) },
      { name: "its slope", role: "validation", points: at(slope) },
    ],
    note: `At ${subject.label}, with n = ${scene.trainingRows} training rows. The slope is how hard the weight is pulled towards 0.`,
  };
}

const gradientShape = [4, 4];

/** The norm of a gradient before and after, at weights of norm 1. */
export function gradientsFigure(technique: Regularizer): LineFigure {
  const unit = (name: string): Tensor => {
    const values = numbers(name, gradientShape);
    const norm = Math.hypot(...values);
    return constant(
      values.map((value) => value / norm),
      gradientShape,
    );
  };
  const [direction, weight] = [unit("direction"), weightOf(unit("weight of norm 1"))];
  const strength = strengthOf(technique).default;
  const sizes = spread(0, typeof strength === "number" && strength > 0 ? 4 * strength : 2, 33);
  const normAfter = (subject: Subject, size: number): number => {
    const slope = mul(direction, size);
    const at = (values: readonly Tensor[]): Tensor[] =>
      values.map((value) => add(slope, sub(value, weight.value)));
    const [after = slope] = seamsOf(subject).gradients([slope], [weight], at);
    return valuesOf(sqrt(sum(square(after))))[0] ?? Number.NaN;
  };
  const subject = usual(technique);
  return {
    title: `${technique.title}: size of a gradient`,
    xLabel: "size before",
    yLabel: "size",
    series: [
      { name: "without", role: "other", points: paired(sizes, sizes) },
      {
        name: subject.label,
        role: "train",
        points: paired(
          sizes,
          sizes.map((size) => normAfter(subject, size)),
        ),
      },
    ],
    note: "The norm of one layer's gradient as the loss gives it, and as the optimizer gets it; its 16 weights have the norm 1.",
  };
}

const [updates, goal] = [100, 4];

/** A weight on its way to the minimum of a loss, by noisy gradients, as evaluation sees it. */
function trajectory(subject: Subject | undefined): Point[] {
  const noise = numbers("gradient noise", [updates]);
  const active = subject && activeOf(subject);
  let value: Tensor = constant([0], [1, 1]);
  const memory = memoryOf({ [weightOf(value).name]: value });
  const seenOf = (weight: ModelParameter): Tensor => {
    const seams = foldEvaluation(active ? [active] : [], memory.holdings);
    return seams.weights({ ...weight, value: seams.values(weight) });
  };
  return [
    [0, 0],
    ...noise.map((shake, step): Point => {
      const parameter = weightOf(value);
      const slope = add(sub(value, goal), 4 * shake);
      const after = sub(value, mul(slope, scene.learningRate));
      const next = subject ? seamsOf(subject, { step, memory }).update(parameter, after) : after;
      value = constant(valuesOf(next), next.shape);
      memory.advance();
      return [step + 1, valuesOf(seenOf(weightOf(value)))[0] ?? Number.NaN];
    }),
  ];
}

export const updateFigure = (technique: Regularizer): LineFigure => ({
  title: `${technique.title}: a weight in training`,
  xLabel: "update",
  yLabel: "weight",
  wholeX: true,
  series: withAndWithout(technique, trajectory(undefined), trajectory),
  references: [{ y: goal, label: "minimum of the loss" }],
  note: `As evaluation sees it: noisy steps of plain SGD from 0 towards the minimum of the loss at ${goal}, ${scene.stepsPerEpoch} updates an epoch.`,
});
