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
import type { EpochRecord, History } from "../history/index.ts";
import type { Regularizer } from "./define.ts";
import type { Settings } from "./parameters.ts";
import type { Batch, Decision, ModelParameter, Site, Tools } from "./seams.ts";

/** A technique at work in one step. */
export interface Active {
  /** Its name among the techniques of the run: the id, with `#2` from the second use on. */
  readonly key: string;
  readonly regularizer: Regularizer;
  readonly settings: Settings;
  /** The live parameters as graph inputs, by name. */
  readonly strengths: Readonly<Record<string, Tensor>>;
  /** The layers it is restricted to; all when absent. */
  readonly layers?: readonly string[] | undefined;
}

/** What the step provides for all techniques. */
export interface StepValues {
  /** The key of a named stream at this step, an int32 scalar. */
  readonly key: (name: string) => Tensor;
  /** `[batch]`: 1 for rows that are there, 0 for padding after them; absent when all are there. */
  readonly present?: Tensor | undefined;
  readonly trainingRows: Tensor;
  readonly learningRate: Tensor;
  readonly classes: number;
  /** Hears what techniques tell about the step, by path such as `clipNorm.clipped`. */
  readonly report?: (path: string, value: Tensor) => void;
}

/** The seams of one step with its techniques: each method folds the techniques on that seam over a value, in order. */
export interface StepSeams {
  data(inputs: Tensor): Tensor;
  batch(batch: Batch): Batch;
  input(inputs: Tensor): Tensor;
  layers(hidden: Tensor, site: Site): Tensor;
  weights(parameter: ModelParameter): Tensor;
  targets(targets: Tensor): Tensor;
  /** The sum of all penalties, a scalar. */
  penalty(parameters: readonly ModelParameter[]): Tensor;
  /** @param parameters those that the gradients are of, in their order. */
  gradients(gradients: readonly Tensor[], parameters: readonly ModelParameter[]): readonly Tensor[];
  update(parameter: ModelParameter, after: Tensor): Tensor;
}

/** The tools of one technique at one place; every call of one that draws has its own stream. */
function toolsFor(values: StepValues, technique: string, place: string): Tools {
  let draws = 0;
  const key = (): Tensor => values.key(`${technique}/${place}/${draws++}`);
  return {
    uniform: (shape) => randomUniform(key(), shape),
    normal: (shape) => randomNormal(key(), shape),
    keepMask: (shape, rate) => keepMask(key(), shape, rate),
    beta: (count, alpha) => randomBeta(key(), count, alpha),
    partners: (rows) => randomPartners(key(), rows, values.present),
    trainingRows: values.trainingRows,
    learningRate: values.learningRate,
    classes: values.classes,
    report: (name, value) => values.report?.(`${technique}.${name}`, value),
  };
}

// Live parameters arrive as graph values under their own names, over the plain settings.
const appliedOf = (active: Active): never => ({ ...active.settings, ...active.strengths }) as never;

/** A layer that is named stands for those inside of it too. */
const selects = ({ layers }: Active, layer: string): boolean =>
  layers?.some((name) => layer === name || layer.startsWith(`${name}.`)) ?? true;

const actsAt = (active: Active, { layer, kind }: Site): boolean =>
  (active.regularizer.sites ?? "hidden") === kind && selects(active, layer);

/** Biases and normalization gains are nobody's target: penalties, masks and decay act on weights. */
const isTarget = (active: Active, { role, layer }: ModelParameter): boolean =>
  role === "weight" && selects(active, layer);

/** Some of a list after a change of their own, the others as they were. */
function changed<T>(
  all: readonly T[],
  isChosen: (position: number) => boolean,
  change: (chosen: readonly T[]) => readonly T[],
): readonly T[] {
  const after = change(all.filter((_, i) => isChosen(i))).values();
  return all.map((value, i) => (isChosen(i) ? (after.next().value ?? value) : value));
}

/** The seams of a step, for its techniques in the order of the recipe. */
export function foldSeams(techniques: readonly Active[], values: StepValues): StepSeams {
  const tools = (active: Active, place: string): Tools => toolsFor(values, active.key, place);
  const chain = <T>(start: T, apply: (value: T, active: Active) => T | undefined): T =>
    techniques.reduce((value, active) => apply(value, active) ?? value, start);
  return {
    data: (inputs) => chain(inputs, (x, a) => a.regularizer.at.data?.(x, appliedOf(a), tools(a, "data"))),
    batch: (batch) => chain(batch, (b, a) => a.regularizer.at.batch?.(b, appliedOf(a), tools(a, "batch"))),
    input: (inputs) => chain(inputs, (x, a) => a.regularizer.at.input?.(x, appliedOf(a), tools(a, "input"))),
    layers: (hidden, site) =>
      chain(hidden, (h, a) =>
        actsAt(a, site)
          ? a.regularizer.at.layers?.(h, appliedOf(a), {
              ...tools(a, `layers/${site.layer}`),
              site,
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
    penalty: (parameters) =>
      chain<Tensor>(constant(0), (total, a) => {
        const weights = parameters.filter((parameter) => isTarget(a, parameter));
        const term = weights.length
          ? a.regularizer.at.loss?.(weights, appliedOf(a), tools(a, "loss"))
          : undefined;
        return term && add(total, term);
      }),
    gradients: (gradients, parameters) =>
      chain(gradients, (all, a) => {
        const { gradients: act } = a.regularizer.at;
        const chosen = parameters.filter(({ layer }) => selects(a, layer));
        return (
          act &&
          changed(
            all,
            (i) => chosen.includes(parameters[i] as ModelParameter),
            (own) => act(own, appliedOf(a), { ...tools(a, "gradients"), parameters: chosen }),
          )
        );
      }),
    update: (parameter, after) =>
      chain(after, (value, a) =>
        isTarget(a, parameter)
          ? a.regularizer.at.update?.({ before: parameter.value, after: value }, appliedOf(a), {
              ...tools(a, `update/${parameter.name}`),
              parameter,
            })
          : value,
      ),
  };
}

/**
 * What the techniques on `loop` decide together after an epoch: the first in the recipe says which weights are kept, so
 * that one state at a time needs to be, and any of them may stop.
 */
export function foldLoop(
  techniques: readonly Pick<Active, "regularizer" | "settings">[],
  history: Pick<History, "metrics"> & { readonly epochs: readonly EpochRecord[] },
): Decision | undefined {
  const decisions = techniques.flatMap(({ regularizer, settings }) => {
    const decision = regularizer.at.loop?.(history, settings as never);
    return decision ? [decision] : [];
  });
  const [first] = decisions;
  const stop = decisions.find((decision) => decision.stop !== undefined)?.stop;
  return first && { keep: first.keep, ...(stop !== undefined && { stop }) };
}
