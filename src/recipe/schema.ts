import { z } from "zod";
import { datasets } from "../datasets/index.ts";
import { layers } from "../layers/index.ts";
import { losses } from "../losses/index.ts";
import { models, type Preset } from "../models/index.ts";
import { optimizers } from "../optimizers/index.ts";
import { regularizers } from "../regularizers/index.ts";
import { schedules } from "../schedules/index.ts";
import type { Parameters, Regularizer } from "../seams/index.ts";
import { defaults } from "./defaults.ts";
import { scopeOf } from "./scope.ts";

interface Element {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
}

interface Parametrized extends Element {
  readonly params: Parameters;
}

/** Whether an element may also be given by its name alone: so in what a user writes, not in a parsed recipe. */
type Form = "written" | "parsed";

const shapeOf = (params: Parameters): z.ZodRawShape =>
  Object.fromEntries(Object.entries(params).map(([name, { schema }]) => [name, schema]));

/** The same where parameters may be lists of layers. */
const layerShapeOf = (form: Form, params: Parameters): z.ZodRawShape =>
  Object.fromEntries(
    Object.entries(params).map(([name, { kind, schema, facts }]) => [
      name,
      kind === "layers"
        ? z
            .array(z.lazy(() => layerEntries[form]))
            .default([...(facts.default as readonly unknown[])])
            .meta({ description: facts.description })
        : schema,
    ]),
  );

/** The entries of one registry: an object for each element, told apart by the field `key`. */
function entries<E extends Element>(
  form: Form,
  key: string,
  registry: Readonly<Record<string, E>>,
  fields: (element: E) => z.ZodRawShape,
): z.ZodType {
  const options = Object.values(registry).map((element) =>
    z
      .strictObject({ [key]: z.literal(element.id), ...fields(element) })
      .meta({ title: element.title, description: element.summary }),
  );
  const union = z.discriminatedUnion(key, options as [z.ZodObject, ...z.ZodObject[]]);
  const names = z.enum(Object.keys(registry) as [string, ...string[]]);
  return form === "parsed" ? union : z.union([names, union]);
}

/** What one entry of a layer list may be; a layer may hold further ones. */
const layerEntries: Readonly<Record<Form, z.ZodType>> = {
  written: entries("written", "use", layers, ({ params }) => layerShapeOf("written", params)).meta({
    id: "layer",
  }),
  parsed: entries("parsed", "use", layers, ({ params }) => layerShapeOf("parsed", params)),
};

const withParams = ({ params }: Parametrized): z.ZodRawShape => shapeOf(params);

const rate = (initial: number) =>
  z
    .number()
    .gt(0)
    .default(initial)
    .meta({ description: "How far one update goes, before the schedule's factor." });

/** Presets whose names may end in a number that is one of their settings: `resnet-20`. */
const numberedPresets: readonly z.ZodType[] = Object.values<Preset>(models).flatMap((preset) => {
  const { id, numbered, params } = preset;
  if (numbered === undefined) return [];
  const name = z
    .string()
    .regex(new RegExp(`^${id}-[0-9]+$`))
    .meta({ description: `${id} with its ${numbered}.` });
  const { [numbered]: _, ...others } = shapeOf(params);
  return [name, z.strictObject({ preset: name, ...others })];
});

const model = (form: Form): z.ZodType =>
  z.union([
    ...(form === "written" ? numberedPresets : []),
    entries(form, "preset", models, withParams),
    z
      .strictObject({
        layers: z.array(layerEntries[form]).meta({ description: "The hidden layers." }),
      })
      .meta({ title: "Layer list", description: "The output layer is added for the task." }),
  ]);

const share = (part: string) =>
  z
    .number()
    .min(0)
    .optional()
    .meta({ description: `Below 1: the share of the rows for ${part}; from 1 on: how many rows.` });

const heldFold = z
  .strictObject({
    count: z.int().min(2).meta({ description: "How many folds of equal size the rows are dealt to." }),
    number: z.int().min(1).default(1).meta({ description: "Which fold is held out, from 1 to the count." }),
    part: z
      .enum(["test", "validation"])
      .default("test")
      .meta({ description: "What the held-out fold is for; validation leaves the test part as it is." }),
  })
  .meta({
    description:
      "Holds out one of several equal folds, for cross-validation: a run for each number, and each row is held out once.",
  });

const splitting = z.strictObject({
  train: share("training"),
  validation: share("validation"),
  test: share("the final test"),
  order: z
    .enum(["shuffled", "file"])
    .default("shuffled")
    .meta({ description: "Whether rows are dealt at random, or in the order of the file." }),
  stratify: z
    .boolean()
    .default(true)
    .meta({ description: "Whether all parts keep the proportions of the classes." }),
  folds: heldFold.optional(),
  seed: z.int().min(0).optional().meta({
    description: "What the division of the rows is drawn from; the recipe's seed when absent.",
  }),
});

const scaling = z.strictObject({
  divisor: z
    .number()
    .gt(0)
    .default(defaults.divisor)
    .meta({ description: "What grey values are divided by; tables are standardized instead." }),
  targets: z
    .enum(["standardize", "none"])
    .default("standardize")
    .meta({ description: "Whether the numbers that a regression predicts are standardized for training." }),
});

const evaluation = z.strictObject({
  trainRows: z
    .int()
    .min(1)
    .default(defaults.trainRows)
    .meta({ description: "How many training rows the training score is measured on after each epoch." }),
  mcSamples: z.int().min(0).max(1000).optional().meta({
    description:
      "How many passes with the noise of dropout and its like are averaged at the end, for predictions with their uncertainty; none when absent.",
  }),
});

const running = z.strictObject({
  threads: z.int().min(1).max(1024).default(defaults.threads).meta({ description: "Threads of arithmetic." }),
  device: z
    .enum(["cpu", "webgpu", "cuda"])
    .default("cpu")
    .meta({ description: "Where the arithmetic happens." }),
});

const whole = (initial: number, description: string) => z.int().min(1).default(initial).meta({ description });

const recipeOf = (form: Form): z.ZodObject =>
  z.strictObject({
    version: z.literal(1).default(1).meta({ description: "The version of this format." }),
    name: z.string().min(1).optional().meta({ description: "For people; it changes nothing." }),
    data: entries(form, "source", datasets, ({ params }) => params).prefault(defaults.data),
    split: splitting.prefault({}).meta({ description: "How the rows are divided." }),
    scaling: scaling.prefault({}).meta({ description: "How inputs are scaled." }),
    model: model(form).prefault(defaults.model),
    loss: z.union([z.literal("auto"), entries(form, "use", losses, withParams)]).default(defaults.loss),
    classWeights: z
      .union([z.literal("balanced"), z.record(z.string(), z.number().min(0))])
      .optional()
      .meta({
        description:
          'How much the rows of each class count in training: "balanced", inversely to how many there are, or a weight for each class by its name. A batch takes the weighted mean of its losses, as PyTorch has it; scores do not count them.',
      }),
    optimizer: entries(form, "use", optimizers, ({ params, defaultLearningRate }) => ({
      learningRate: rate(defaultLearningRate),
      ...shapeOf(params),
    })).prefault(defaults.optimizer),
    schedule: entries(form, "use", schedules, withParams).prefault(defaults.schedule),
    regularizers: z
      .array(
        entries<Regularizer>(form, "use", regularizers, (technique) => ({
          ...shapeOf(technique.params),
          ...scopeOf(technique),
        })),
      )
      .default([...defaults.regularizers])
      .meta({ description: "The techniques at work, in the order in which they act on a seam." }),
    epochs: whole(defaults.epochs, "How often training goes through the training rows."),
    batchSize: whole(defaults.batchSize, "How many rows one update looks at."),
    shuffle: z
      .boolean()
      .default(defaults.shuffle)
      .meta({ description: "Whether each epoch draws a new order of the rows." }),
    seed: z.int().min(0).default(defaults.seed).meta({ description: "What all randomness is drawn from." }),
    evaluation: evaluation.prefault({}),
    run: running
      .prefault({})
      .meta({ description: "What does the work; it may change the last bits of a result." }),
  });

/** The schema of a recipe whose shorthand is spelled out: see `spellOut`. */
export const recipeSchema = recipeOf("parsed");

/** The names of a recipe's parts. */
export const recipeFields: readonly string[] = Object.keys(recipeSchema.shape);

/** The JSON Schema (draft 2020-12) of a recipe as users write it. */
export const recipeJsonSchema = (): z.core.JSONSchema.BaseSchema => {
  const written = recipeOf("written").extend({
    $schema: z.string().optional().meta({ description: "Where editors find this schema." }),
  });
  return {
    ...z.toJSONSchema(written, { io: "input" }),
    title: "Ockham recipe",
    description: "One training run, completely described.",
  };
};

/** The schema of one layer entry of a layer list. */
export const layerSchema = layerEntries.parsed;
