import type { Evidence } from "../diagnose/index.ts";
import { models, type Preset } from "../models/index.ts";
import { type Optimizer, optimizers } from "../optimizers/index.ts";
import { modelLayers, type Recipe } from "../recipe/index.ts";

/** A field of a recipe and its new value. */
export type FieldChange = readonly [path: string, value: number | string | readonly number[]];

/** What a change of the run is in a recipe; nothing where no value can help. */
export type RecipeChange = (recipe: Recipe, fact: Evidence) => FieldChange | undefined;

/** Epochs enough for a curve to show its course. */
export const judgeable = 5;

/** A run that was allowed more and stopped before them would stop again. */
export const enoughEpochs: RecipeChange = ({ epochs }) =>
  epochs < judgeable ? ["epochs", judgeable] : undefined;

export const twiceTheEpochs: RecipeChange = ({ epochs }) => ["epochs", 2 * epochs];

const rate = (value: number): FieldChange => ["optimizer.learningRate", Number(value.toPrecision(6))];

export const smallerSteps: RecipeChange = ({ optimizer }) => rate(optimizer.learningRate / 10);

/** Up to which factor a learning rate is about the usual one. */
const about = 3;

/** The optimizer's usual learning rate; where it is about that, one as much larger as is still about the same. */
export const otherSteps: RecipeChange = ({ optimizer: { use, learningRate: now } }) => {
  const usual = (optimizers as Readonly<Record<string, Optimizer>>)[use]?.defaultLearningRate ?? now;
  const isUsual = now >= usual / about && now <= usual * about;
  return rate(isUsual ? now * about : usual);
};

/** Twice as many units of each layer that a model states the numbers of; hidden layers where it has none. */
export const largerModel: RecipeChange = ({ model }) => {
  if (modelLayers(model).length === 0) return ["model.preset", models.mlp.id];
  if (!("preset" in model)) return undefined;
  const preset: Preset | undefined = (models as Readonly<Record<string, Preset>>)[model.preset];
  const [name] = Object.entries(preset?.params ?? {}).find(([, { kind }]) => kind === "list") ?? [];
  const now = name === undefined ? undefined : (model[name] as readonly number[]);
  return now && now.length > 0 ? [`model.${name}`, now.map((units) => 2 * units)] : undefined;
};

/** A class with fewer than this share of an even one's rows is rare. */
const rare = 0.5;

export const balancedClasses: RecipeChange = ({ classWeights }, { numbers }) =>
  classWeights === undefined && (numbers["rarity"] ?? 1) < rare ? ["classWeights", "balanced"] : undefined;

export const validationPart: RecipeChange = () => ["split.validation", 0.2];

/** A larger share of the rows for validation that answers what the noise left open; nothing when half of them are too few. */
export const moreValidation: RecipeChange = ({ split }, { numbers }) => {
  const { rows = 0, moreRows = 0, trainRows = 0 } = numbers;
  const all = rows + trainRows;
  const needed = all > 0 ? Math.ceil((100 * (rows + moreRows)) / all) / 100 : 0;
  const stated = split.validation ?? 0;
  // From 1 on a split counts rows.
  const now = stated < 1 ? stated : all > 0 ? rows / all : 0;
  const next = Math.max(0.3, needed);
  return next > 0.5 || next <= now ? undefined : ["split.validation", next];
};
