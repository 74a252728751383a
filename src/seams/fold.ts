import { bug } from "../base/index.ts";
import {
  add,
  constant,
  keepMask,
  randomBeta,
  randomNormal,
  randomPartners,
  randomUniform,
  type Tensor,
} from "../graph/index.ts";
import type { History } from "../history/index.ts";
import { actsAt, type Chosen, isTarget, selects } from "./chosen.ts";
import { ownOf } from "./own.ts";
import type { Settings } from "./parameters.ts";
import type { Batch, Decision, ModelParameter, ModelPass, Product, Site, Tools } from "./seams.ts";
import type { Draws, Holdings } from "./values.ts";

/** A technique at work in one step. */
export interface Active extends Chosen {
  /** Its name among the techniques of the run: the id, with `#2` from the second use on. */
  readonly key: string;
  readonly settings: Settings;
  /** The live parameters as graph inputs, by name. */
  readonly strengths: Readonly<Record<string, Tensor>>;
}

/** What the step provides for all techniques. */
export interface StepValues {
  /** The key of a named stream at this step, an int32 scalar. */
  readonly key: (name: string) => Tensor;
  /** `[batch]`: 1 for rows that are there, 0 for padding after them; absent when all are there. */
  readonly present?: Tensor | undefined;
  readonly trainingRows: Tensor;
  readonly learningRate: Tensor;
  /** How many updates were made before this one, a scalar. */
  readonly step: Tensor;
  readonly stepsPerEpoch: number;
  readonly epochs: number;
  readonly classes: number;
  /** The places of the model where the seam `layers` acts; none when absent. */
  readonly sites?: readonly Site[];
  /** Where techniques find what belongs to them; absent where none keeps anything. */
  readonly holdings?: Holdings;
  /** Hears what techniques tell about the step, by path such as `clipNorm.clipped`. */
  readonly report?: (path: string, value: Tensor) => void;
}

/** The seams of one step with its techniques: each method folds the techniques on that seam over a value, in order. */
export interface StepSeams {
  data(inputs: Tensor): Tensor;
  batch(batch: Batch): Batch;
  input(inputs: Tensor): Tensor;
  /** @param product what is multiplied at a site `product`. */
  layers(hidden: Tensor, site: Site, product?: Product): Tensor;
  weights(parameter: ModelParameter): Tensor;
  targets(targets: Tensor): Tensor;
  /** @param pass what gave the losses; `activations` are those of all sites. */
  losses(pass: ModelPass): Tensor;
  /** The sum of all penalties, a scalar. */
  penalty(parameters: readonly ModelParameter[]): Tensor;
  /**
   * @param parameters those that the gradients are of, in their order.
   * @param at the gradients where the parameters have other values.
   */
  gradients(
    gradients: readonly Tensor[],
    parameters: readonly ModelParameter[],
    at: (values: readonly Tensor[]) => readonly Tensor[],
  ): readonly Tensor[];
  update(parameter: ModelParameter, after: Tensor): Tensor;
}

/** Draws from a stream for each call: the same calls give the same numbers. */
function drawsFrom(values: Pick<StepValues, "key" | "present">, stream: string): Draws {
  let draws = 0;
  const key = (): Tensor => values.key(`${stream}/${draws++}`);
  return {
    uniform: (shape) => randomUniform(key(), shape),
    normal: (shape) => randomNormal(key(), shape),
    keepMask: (shape, rate) => keepMask(key(), shape, rate),
    beta: (count, alpha) => randomBeta(key(), count, alpha),
    partners: (rows) => randomPartners(key(), rows, values.present),
  };
}

const noHoldings: Holdings = {
  parameter: ({ name }) => bug(`Nothing holds the parameter ${name}`),
  running: ({ name }) => bug(`Nothing holds the running value ${name}`),
};

/** The tools of one technique at one place; every call of one that draws has its own stream. */
function toolsFor(values: StepValues, active: Active, place: string): Tools {
  const { key } = active;
  const { trainingRows, learningRate, step, stepsPerEpoch, epochs, present, classes } = values;
  return {
    ...drawsFrom(values, `${key}/${place}`),
    common: (name) => drawsFrom(values, `${key}/common/${name}`),
    own: ownOf(key, values.holdings ?? noHoldings),
    trainingRows,
    learningRate,
    step,
    stepsPerEpoch,
    epochs,
    present,
    classes,
    isRestricted: active.layers !== undefined,
    sites: (values.sites ?? []).filter((site) => actsAt(active, site)),
    report: (name, value) => values.report?.(`${key}.${name}`, value),
  };
}

// Live parameters arrive as graph values under their own names, over the plain settings.
const appliedOf = (active: Active): never => ({ ...active.settings, ...active.strengths }) as never;

/** Some of a list after a change of their own, the others as they were. */
function changed<T>(
  all: readonly T[],
  isChosen: (position: number) => boolean,
  change: (chosen: readonly T[]) => readonly T[],
): readonly T[] {
  const after = change(all.filter((_, i) => isChosen(i))).values();
  return all.map((value, i) => (isChosen(i) ? (after.next().value ?? value) : value));
}

interface Slopes {
  readonly values: StepValues;
  readonly parameters: readonly ModelParameter[];
  readonly at: (values: readonly Tensor[]) => readonly Tensor[];
}

/** The gradients after some techniques; each may ask for those at other values as the ones before it would leave them. */
function gradientsAfter(
  techniques: readonly Active[],
  start: readonly Tensor[],
  slopes: Slopes,
): readonly Tensor[] {
  const active = techniques.at(-1);
  if (!active) return start;
  const earlier = techniques.slice(0, -1);
  const before = gradientsAfter(earlier, start, slopes);
  const act = active.regularizer.at.gradients;
  if (!act) return before;
  const { parameters, values, at } = slopes;
  const isChosen = (i: number): boolean => selects(active, (parameters[i] as ModelParameter).layer);
  const gradientsAt = (own: readonly Tensor[]): readonly Tensor[] => {
    const shifted = changed(
      parameters.map(({ value }) => value),
      isChosen,
      () => own,
    );
    // What the techniques before it tell is about the gradients themselves.
    const { report: _, ...silent } = values;
    return gradientsAfter(earlier, at(shifted), { ...slopes, values: silent }).filter((_g, i) => isChosen(i));
  };
  return changed(before, isChosen, (own) =>
    act(own, appliedOf(active), {
      ...toolsFor(values, active, "gradients"),
      parameters: parameters.filter((_, i) => isChosen(i)),
      gradientsAt,
    }),
  );
}

/** The losses of examples after some techniques; each may ask for those of other inputs as the ones before it would leave them. */
function lossesAfter(techniques: readonly Active[], values: StepValues, pass: ModelPass): Tensor {
  const active = techniques.at(-1);
  if (!active) return pass.losses;
  const earlier = techniques.slice(0, -1);
  const before = lossesAfter(earlier, values, pass);
  const act = active.regularizer.at.losses;
  if (!act) return before;
  const { at, ...facts } = pass;
  // What the techniques before it tell is about the inputs themselves.
  const { report: _, ...silent } = values;
  return act(before, appliedOf(active), {
    ...toolsFor(values, active, "losses"),
    pass: {
      ...facts,
      activations: pass.activations.filter(({ site }) => actsAt(active, site)),
      lossesAt: (inputs) => lossesAfter(earlier, silent, at(inputs)),
    },
  });
}

/** Those that decide what stands for trained values come after those that only change them. */
const changingFirst = (techniques: readonly Active[]): readonly Active[] =>
  techniques.toSorted(
    (a, b) =>
      Number(a.regularizer.evaluation?.values !== undefined) -
      Number(b.regularizer.evaluation?.values !== undefined),
  );

/** The seams of a step, for its techniques in the order of the recipe. */
export function foldSeams(techniques: readonly Active[], values: StepValues): StepSeams {
  const tools = (active: Active, place: string): Tools => toolsFor(values, active, place);
  const chain = <T>(start: T, apply: (value: T, active: Active) => T | undefined): T =>
    techniques.reduce((value, active) => apply(value, active) ?? value, start);
  return {
    data: (inputs) => chain(inputs, (x, a) => a.regularizer.at.data?.(x, appliedOf(a), tools(a, "data"))),
    batch: (batch) => chain(batch, (b, a) => a.regularizer.at.batch?.(b, appliedOf(a), tools(a, "batch"))),
    input: (inputs) => chain(inputs, (x, a) => a.regularizer.at.input?.(x, appliedOf(a), tools(a, "input"))),
    layers: (hidden, site, product) =>
      chain(hidden, (h, a) =>
        actsAt(a, site)
          ? a.regularizer.at.layers?.(h, appliedOf(a), {
              ...tools(a, `layers/${site.layer}`),
              site,
              ...(product && { product }),
            })
          : h,
      ),
    weights: (parameter) =>
      chain(parameter.value, (w, a) =>
        isTarget(a, parameter)
          ? a.regularizer.at.weights?.(w, appliedOf(a), {
              ...tools(a, `weights/${parameter.name}`),
              parameter,
            })
          : w,
      ),
    targets: (targets) =>
      chain(targets, (y, a) => a.regularizer.at.targets?.(y, appliedOf(a), tools(a, "targets"))),
    losses: (pass) => lossesAfter(techniques, values, pass),
    penalty: (parameters) =>
      chain<Tensor>(constant(0), (total, a) => {
        const weights = parameters.filter((parameter) => isTarget(a, parameter));
        const term = weights.length
          ? a.regularizer.at.loss?.(weights, appliedOf(a), tools(a, "loss"))
          : undefined;
        return term && add(total, term);
      }),
    gradients: (gradients, parameters, at) =>
      gradientsAfter(techniques, gradients, { values, parameters, at }),
    update: (parameter, after) =>
      changingFirst(techniques).reduce(
        (value, a) =>
          (isTarget(a, parameter) &&
            a.regularizer.at.update?.({ before: parameter.value, after: value }, appliedOf(a), {
              ...tools(a, `update/${parameter.name}`),
              parameter,
            })) ||
          value,
        after,
      ),
  };
}

/**
 * What the techniques on `loop` decide together after an epoch: the first in the recipe says which weights are kept, so
 * that one state at a time needs to be, and any of them may stop.
 */
export function foldLoop(
  techniques: readonly Pick<Active, "regularizer" | "settings">[],
  history: Pick<History, "metrics" | "epochs">,
): Decision | undefined {
  const decisions = techniques.flatMap(({ regularizer, settings }) => {
    const decision = regularizer.at.loop?.(history, settings as never);
    return decision ? [decision] : [];
  });
  const [first] = decisions;
  const stop = decisions.find((decision) => decision.stop !== undefined)?.stop;
  return first && { keep: first.keep, ...(stop !== undefined && { stop }) };
}
