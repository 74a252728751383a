import { nearest, UserError } from "../base/index.ts";
import type { Inputs, Part } from "../data/index.ts";
import type { Situation } from "../derive/index.ts";
import { type Metric, metrics as knownMetrics } from "../metrics/index.ts";
import { regularizers } from "../regularizers/index.ts";
import type { Need, Regularizer } from "../seams/index.ts";
import type { Model } from "./model.ts";
import { samplersAmong, type Technique } from "./techniques.ts";

/** What decides whether techniques can act in a run. */
interface Circumstances {
  readonly task: "classification" | "regression";
  readonly inputs: Inputs;
  readonly rows: Readonly<Record<Part, Int32Array>>;
  readonly model: Model;
}

interface Check {
  readonly isMet: (circumstances: Circumstances) => boolean;
  readonly expected: string;
  readonly hint: string;
}

const checks: Record<Need, Check> = {
  classification: {
    isMet: ({ task }) => task === "classification",
    expected: "a technique for a regression",
    hint: "It acts on class probabilities, and these targets are numbers",
  },
  images: {
    isMet: ({ inputs }) => inputs.kind === "image",
    expected: "a technique for other data than images",
    hint: "It acts on images",
  },
  validation: {
    isMet: ({ rows }) => rows.validation.length > 0,
    expected: "a validation part to watch",
    hint: "Raise split.validation, or leave the technique out",
  },
  hiddenLayers: {
    isMet: ({ model }) => model.sites.some(({ kind }) => kind === "hidden"),
    expected: "a model with a hidden layer for it to act on",
    hint: "Add a hidden layer, or leave the technique out",
  },
  channels: {
    isMet: ({ model }) =>
      model.sites.some(({ kind, channelAxis }) => kind === "hidden" && channelAxis !== undefined),
    expected: "a model with hidden layers of images or sequences for it to act on",
    hint: "Take a convolutional model or one for texts, or leave the technique out",
  },
  residualBlocks: {
    isMet: ({ model }) => model.sites.some(({ kind }) => kind === "branch"),
    expected: "a model with residual blocks for it to act on",
    hint: "Take a model such as resnet-20, or leave the technique out",
  },
  weightedSums: {
    isMet: ({ model }) => model.sites.some(({ kind }) => kind === "sums"),
    expected: "a model with a dense or convolutional layer that has an activation of its own",
    hint: "Take such a model, or leave the technique out",
  },
  numericInputs: {
    isMet: ({ inputs }) => inputs.kind !== "tokens",
    expected: "a technique for texts",
    hint: "It acts on inputs that are numbers, and these are tokens",
  },
};

/** Which needs of techniques a run meets. */
export const needsMet = (circumstances: Circumstances): Situation =>
  Object.fromEntries(Object.entries(checks).map(([need, { isMet }]) => [need, isMet(circumstances)]));

/** @throws UserError when a technique cannot act in the run. */
export function checkNeeds(techniques: readonly Technique[], meets: Situation): void {
  techniques.forEach(({ regularizer }, i) => {
    const unmet = regularizer.needs.find((need) => !meets[need]);
    if (unmet)
      throw new UserError({
        where: `regularizers[${i}]`,
        got: `"${regularizer.id}"`,
        expected: checks[unmet].expected,
        hint: checks[unmet].hint,
      });
  });
}

/** Why a score is not measured, where that is known. */
function hintFor(name: string, measured: readonly string[]): string | undefined {
  const other = Object.values<Metric>(knownMetrics).find(({ id }) => id === name);
  const near = nearest(name, measured);
  if (other) return `"${name}" is measured in a ${other.task}`;
  return near && `Did you mean "${near}"?`;
}

/** @throws UserError when a technique watches what the run does not measure. */
export function checkScores(techniques: readonly Technique[], metrics: readonly Pick<Metric, "id">[]): void {
  techniques.forEach(({ regularizer, settings }, i) => {
    for (const [parameter, { kind, choices = [] }] of Object.entries(regularizer.params)) {
      if (kind !== "scores") continue;
      const measured = [...choices, ...metrics.map(({ id }) => id)];
      const unknown = [settings[parameter] as string | readonly string[]]
        .flat()
        .find((name) => !measured.includes(name));
      if (unknown !== undefined)
        throw new UserError({
          where: `regularizers[${i}].${parameter}`,
          got: `"${unknown}"`,
          expected: `what this run measures: ${measured.join(", ")}`,
          hint: hintFor(unknown, measured),
        });
    }
  });
}

/** @throws UserError when predictions are to be averaged over passes that do not differ, or nothing is there to predict. */
export function checkSampling(
  techniques: readonly Technique[],
  wanted: number,
  rows: Circumstances["rows"],
): void {
  if (wanted === 0) return;
  const where = "evaluation.mcSamples";
  if (samplersAmong(techniques).length === 0) {
    const able = Object.values<Regularizer>(regularizers).filter((known) => known.samplesPrediction);
    throw new UserError({
      where,
      got: `${wanted}, though no technique of the run makes its passes differ`,
      expected: `one of ${able.map(({ id }) => id).join(", ")}`,
      hint: "Add one to regularizers, or leave mcSamples out",
    });
  }
  if (rows.test.length + rows.validation.length === 0)
    throw new UserError({
      where,
      got: `${wanted}, without test or validation rows to predict`,
      expected: "a test or validation part",
      hint: "Raise split.test or split.validation, or leave mcSamples out",
    });
}

/** @throws UserError when two techniques decide the same thing. */
export function checkDecisions(techniques: readonly Technique[]): void {
  techniques.forEach(({ regularizer: { id, decides } }, i) => {
    const rival = techniques
      .slice(0, i)
      .find((earlier) => decides && earlier.regularizer.decides === decides);
    if (rival)
      throw new UserError({
        where: `regularizers[${i}]`,
        got: `"${id}" beside "${rival.regularizer.id}": both decide ${decides}`,
        expected: "one of them",
        hint: "Leave one out",
      });
  });
}
