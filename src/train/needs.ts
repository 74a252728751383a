import { didYouMean, UserError } from "../base/index.ts";
import type { Inputs, Part } from "../data/index.ts";
import { needWords, type Situation } from "../derive/index.ts";
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
  /** What the run has in its place, after "which needs …, for". */
  readonly has: (circumstances: Circumstances) => string;
  /** What to change, where it is not the technique. */
  readonly change: string;
}

const inputWords: Readonly<Record<Inputs["kind"], string>> = {
  table: "a table",
  image: "images",
  tokens: "texts",
};

/** A model by the kinds of its layers, each once. */
const modelWords = ({ model }: Circumstances): string =>
  `a model of ${[...new Set(model.built.map(({ kind }) => kind))].join(", ")} layers`;

const checks: Record<Need, Check> = {
  classification: {
    isMet: ({ task }) => task === "classification",
    has: () => "a target of numbers",
    change: "choose a target of classes",
  },
  images: {
    isMet: ({ inputs }) => inputs.kind === "image",
    has: ({ inputs }) => inputWords[inputs.kind],
    change: "train on images",
  },
  validation: {
    isMet: ({ rows }) => rows.validation.length > 0,
    has: () => "a split without one",
    change: "raise split.validation",
  },
  hiddenLayers: {
    isMet: ({ model }) => model.sites.some(({ kind }) => kind === "hidden"),
    has: () => "a model without any",
    change: "choose a model with hidden layers, such as mlp",
  },
  channels: {
    isMet: ({ model }) =>
      model.sites.some(({ kind, channelAxis }) => kind === "hidden" && channelAxis !== undefined),
    has: modelWords,
    change: "choose a convolutional model, or one for texts",
  },
  residualBlocks: {
    isMet: ({ model }) => model.sites.some(({ kind }) => kind === "branch"),
    has: modelWords,
    change: "choose a model with such blocks, such as resnet-20",
  },
  weightedSums: {
    isMet: ({ model }) => model.sites.some(({ kind }) => kind === "sums"),
    has: () => "a model without any",
    change: "choose a model with such layers, such as mlp",
  },
  numericInputs: {
    isMet: ({ inputs }) => inputs.kind !== "tokens",
    has: ({ inputs }) => inputWords[inputs.kind],
    change: "train on a table or on images",
  },
};

/** Which needs of techniques a run meets. */
export const needsMet = (circumstances: Circumstances): Situation =>
  Object.fromEntries(Object.entries(checks).map(([need, { isMet }]) => [need, isMet(circumstances)]));

/** @throws UserError when a technique cannot act in the run. */
export function checkNeeds(techniques: readonly Technique[], circumstances: Circumstances): void {
  techniques.forEach(({ regularizer }, i) => {
    const unmet = regularizer.needs.find((need) => !checks[need].isMet(circumstances));
    if (!unmet) return;
    const { has, change } = checks[unmet];
    throw new UserError({
      where: `regularizers[${i}]`,
      got: `"${regularizer.id}" for ${has(circumstances)}`,
      expected: `${needWords[unmet]}, which it needs`,
      hint: `Leave it out, or ${change}`,
    });
  });
}

/** Why a score is not measured, where that is known. */
function hintFor(name: string, measured: readonly string[]): string | undefined {
  const other = Object.values<Metric>(knownMetrics).find(({ id }) => id === name);
  return other ? `"${name}" is measured in a ${other.task}` : didYouMean(name, measured);
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
