import type { z } from "zod";
import { didYouMean, listed, UserError } from "../base/index.ts";
import { models } from "../models/index.ts";
import type { Parameters, Settings } from "../seams/index.ts";
import { faultOf } from "./faults.ts";
import { parseJson } from "./json.ts";
import { layerSchema, recipeFields, recipeSchema } from "./schema.ts";
import { isFields, spellOut } from "./shorthand.ts";
import type { Entry, Recipe, Timing } from "./types.ts";
import { usualEpochs } from "./usual.ts";
import { show } from "./words.ts";

function check(schema: z.ZodType, value: unknown, where: string): unknown {
  const result = schema.safeParse(value);
  if (!result.success) throw new UserError(faultOf(schema, value, result.error, where));
  return result.data;
}

/** The bounds that the epochs of a technique set each other. */
function checkTiming({ from = 1, until = Infinity, ramp = 1 }: Timing, where: string): void {
  if (until < from)
    throw new UserError({
      where: `${where}.until`,
      got: String(until),
      expected: `a whole number of at least ${from}, its first epoch`,
    });
  if (ramp > until - from + 1)
    throw new UserError({
      where: `${where}.ramp`,
      got: String(ramp),
      expected: `a whole number of at most ${until - from + 1}, the epochs in which it acts`,
    });
}

/**
 * Checks a recipe and fills in every default.
 * @param where what the value is called in errors, such as the name of its file.
 * @throws UserError that names the first wrong field by its path.
 */
export function parseRecipe(value: unknown, where: string): Recipe {
  if (!isFields(value)) {
    throw new UserError({
      where,
      got: show(value),
      expected: "a recipe: an object with fields such as data, model and regularizers",
    });
  }
  const spelled = spellOut(value) as Readonly<Record<string, unknown>>;
  const recipe = check(recipeSchema, { ...spelled, ...usualEpochs(spelled) }, where) as Recipe;
  recipe.regularizers.forEach((entry, i) => checkTiming(entry, `${where}, regularizers[${i}]`));
  return recipe;
}

/**
 * Reads a recipe as JSON text; a byte order mark is accepted.
 * @throws UserError with line and column for broken JSON.
 */
export function readRecipeText(text: string, where: string): Recipe {
  const value: unknown = parseJson(text, where);
  const names = isFields(value) ? Object.keys(value) : [];
  const isOther = names.every((name) => !recipeFields.includes(name) && !didYouMean(name, recipeFields));
  if (names.length > 0 && isOther) throw ofOtherUse(names, where);
  return parseRecipe(value, where);
}

const ofOtherUse = (names: readonly string[], where: string): UserError =>
  new UserError({
    where,
    got: `an object with ${listed(names)}`,
    expected: `a recipe, which has ${recipeFields.join(", ")}, or a table: an array of objects, an object in each line, lists by columns, or rows under "data"`,
  });

/** The hidden layers of a model with all of their settings: those of the preset, or the list itself. */
export function modelLayers(model: Recipe["model"]): readonly Entry[] {
  if (!("preset" in model)) return model.layers as readonly Entry[];
  const preset = (models as Readonly<Record<string, Preset>>)[model.preset as string] as Preset;
  return preset
    .layers(settingsOf(model, preset.params))
    .map((entry, i) => check(layerSchema, entry, `model ${model.preset as string}, layer ${i + 1}`) as Entry);
}

interface Preset {
  readonly params: Parameters;
  layers(settings: Settings): readonly Entry[];
}

/** The settings of an element among the fields of its entry. */
export const settingsOf = <P extends Parameters>(
  entry: Readonly<Record<string, unknown>>,
  params: P,
): Settings<P> =>
  Object.fromEntries(Object.keys(params).map((name) => [name, entry[name]])) as unknown as Settings<P>;
