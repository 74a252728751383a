// One technique at work in a step made for pictures.
import { stepKey, stream } from "../../base/index.ts";
import { constant, evaluate, type Shape, sizeOf, type Tensor } from "../../graph/index.ts";
import {
  type Active,
  foldSeams,
  type Holdings,
  type ModelParameter,
  type Regularizer,
  type Settings,
  type Site,
  type Start,
  type StepSeams,
} from "../../seams/index.ts";
import { rowsOf, strengthOf } from "../parameters.ts";
import { settingText } from "../words.ts";

/** The numbers of the run that pictures are of. */
export const scene = {
  learningRate: 0.1,
  trainingRows: 50,
  stepsPerEpoch: 10,
  epochs: 4,
  classes: 10,
  seed: 5,
} as const;

/** A technique with a strength to show. */
export interface Subject {
  readonly technique: Regularizer;
  /** Of its strength; another parameter keeps its default. */
  readonly strength: unknown;
  /** `rate 0.5 (default)`. */
  readonly label: string;
}

/** A technique at its default. */
export function usual(technique: Regularizer): Subject {
  const { name, default: strength } = strengthOf(technique);
  return { technique, strength, label: `${name} ${settingText(strength)} (default)` };
}

/**
 * A technique at its default, and at the end of its search range that lies farther from where it is off; at both ends where
 * it is never off.
 */
export function usualAndStrong(technique: Regularizer): Subject[] {
  const { name, default: value, search, off } = strengthOf(technique);
  if (!search || typeof value !== "number") return [usual(technique)];
  const { from, to } = search;
  const ends = off === undefined ? [from, to] : [off >= to ? from : to];
  const others = ends.filter((end) => end !== value);
  return [
    usual(technique),
    ...others.map((strength) => ({ technique, strength, label: `${name} ${settingText(strength)}` })),
  ];
}

const settingsOf = ({ technique, strength }: Subject): Settings =>
  Object.fromEntries(
    rowsOf(technique).map((row) => [row.name, row.isStrength ? strength : row.default]),
  ) as Settings;

/** A technique as a run has it. */
export function activeOf(subject: Subject): Active {
  const { technique } = subject;
  const settings = settingsOf(subject);
  const live = rowsOf(technique).filter(({ kind }) => kind === "live");
  return {
    key: technique.id,
    regularizer: technique,
    settings,
    strengths: Object.fromEntries(
      live.map(({ name }) => [name, constant((settings as Record<string, number>)[name] as number)]),
    ),
  };
}

/** Numbers by name that are the same in every picture. */
export function numbers(name: string, shape: Shape): number[] {
  const draw = stream(scene.seed, "pictures", name);
  return Array.from({ length: sizeOf(shape) }, () => draw.normal());
}

export const valuesOf = (t: Tensor): number[] => Array.from(evaluate([t])[0] ?? []);

/** What techniques keep from step to step. */
export interface Memory {
  readonly holdings: Holdings;
  /** Goes on to the next step: what was kept becomes what the step made of it. */
  advance(): void;
}

/** @param known parameters of the model by name, which kept values may start like. */
export function memoryOf(known: Readonly<Record<string, Tensor>> = {}): Memory {
  const kept = new Map<string, Tensor>();
  const pending = new Map<string, Tensor>();
  const started = (name: string, shape: Shape, start: Start): Tensor => {
    if (typeof start === "object") return known[start.like] as Tensor;
    if (typeof start === "number") return constant(new Float64Array(sizeOf(shape)).fill(start), shape);
    return constant(start(shape, stream(scene.seed, "kept", name)), shape);
  };
  const valueOf = (name: string, shape: Shape, start: Start): Tensor => {
    const value = kept.get(name) ?? started(name, shape, start);
    kept.set(name, value);
    return value;
  };
  return {
    holdings: {
      parameter: ({ name, shape, initializer }) => valueOf(name, shape, initializer),
      running: ({ name, shape, initial }, after) => {
        const before = valueOf(name, shape, initial);
        if (after) pending.set(name, after(before));
        return before;
      },
    },
    advance() {
      for (const [name, value] of pending) kept.set(name, constant(valuesOf(value), value.shape));
      pending.clear();
    },
  };
}

export interface Moment {
  readonly step?: number;
  readonly memory?: Memory;
  readonly sites?: readonly Site[];
}

const stepOf = (techniques: readonly Active[], moment: Moment): StepSeams => {
  const { step = 3, memory = memoryOf(), sites = [] } = moment;
  return foldSeams(techniques, {
    key: (name) => constant(stepKey(scene.seed, name, step), [], "int32"),
    trainingRows: constant(scene.trainingRows),
    learningRate: constant(scene.learningRate),
    step: constant(step),
    stepsPerEpoch: scene.stepsPerEpoch,
    epochs: scene.epochs,
    classes: scene.classes,
    sites,
    holdings: memory.holdings,
  });
};

/** The seams of a step with one technique. */
export const seamsOf = (subject: Subject, moment: Moment = {}): StepSeams =>
  stepOf([activeOf(subject)], moment);

/** The seams of a step with none. */
export const seamsWithout: StepSeams = stepOf([], {});

/** A weight of the first layer. */
export const weightOf = (value: Tensor): ModelParameter => ({
  name: "dense1.weight",
  layer: "dense1",
  role: "weight",
  value,
});
