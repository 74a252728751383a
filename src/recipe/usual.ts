// What a recipe stands for where it is silent, by the kind of its data.
import { datasets, type DatasetSource, type Usual } from "../datasets/index.ts";
import { regularizers } from "../regularizers/index.ts";
import type { Need, Regularizer } from "../seams/index.ts";
import type { Recipe } from "./types.ts";

type Fields = Readonly<Record<string, unknown>>;

const sources: Readonly<Record<string, DatasetSource>> = datasets as never;
const registry: Readonly<Record<string, Regularizer>> = regularizers;

const isFields = (value: unknown): value is Fields => typeof value === "object" && value !== null;

/** What suits the data of a recipe. */
function usualOf({ data }: Fields): Usual | undefined {
  const source = isFields(data) ? String(data["source"]) : "";
  return Object.hasOwn(sources, source) ? sources[source]?.usual : undefined;
}

/** Whether a technique is known to have nothing to act on in a recipe that did not ask for it. */
function isIdle({ use }: { readonly use: string }, { model, split }: Fields, usual: Usual): boolean {
  const needs: readonly Need[] = registry[use]?.needs ?? [];
  const isOwn = isFields(model) && model["preset"] !== usual.model.preset;
  const isBlind = isFields(split) && split["validation"] === 0;
  return (needs.includes("hiddenLayers") && isOwn) || (needs.includes("validation") && isBlind);
}

/** The elements that suit a recipe's data, where it names none. */
export function usualElements(recipe: Fields): Fields {
  const usual = usualOf(recipe);
  if (!usual) return {};
  const { model, optimizer, regularizers: list } = usual;
  return {
    ...(recipe["model"] === undefined && { model }),
    ...(recipe["optimizer"] === undefined && optimizer && { optimizer }),
    ...(recipe["regularizers"] === undefined &&
      list && { regularizers: list.filter((entry) => !isIdle(entry, recipe, usual)) }),
  };
}

/** Whether an entry of a recipe's techniques watches the epochs, and may end training before the last of them. */
export const endsTraining = (entry: unknown): boolean =>
  isFields(entry) && "loop" in (registry[String(entry["use"])]?.at ?? {});

/** The most epochs that suit a recipe's data, where it says none and a technique of its ends training before them. */
export function usualEpochs(recipe: Fields): Fields {
  const { epochs } = usualOf(recipe) ?? {};
  const { regularizers: list } = recipe;
  const isEnded = Array.isArray(list) && list.some(endsTraining);
  return epochs !== undefined && recipe["epochs"] === undefined && isEnded ? { epochs } : {};
}

const contains = (value: unknown, part: unknown): boolean =>
  isFields(part)
    ? isFields(value) && Object.entries(part).every(([name, inner]) => contains(value[name], inner))
    : value === part;

/** Which parts of a recipe are what suits its data. */
function suitingParts(
  recipe: Recipe,
  { model, optimizer, regularizers: list, epochs }: Usual,
): readonly string[] {
  return [
    ...(contains(recipe.model, model) ? ["model"] : []),
    ...(optimizer && contains(recipe.optimizer, optimizer) ? ["learning rate"] : []),
    ...(list && list.length === recipe.regularizers.length && contains(recipe.regularizers, list)
      ? ["techniques"]
      : []),
    ...(epochs !== undefined && recipe.epochs === epochs ? ["epochs"] : []),
  ];
}

/** Which parts of a recipe are what suits its data, and why; nothing where none are. */
export function usualParts(
  recipe: Recipe,
): { readonly parts: readonly string[]; readonly because: string } | undefined {
  const usual = usualOf(recipe as unknown as Fields);
  if (!usual?.because) return undefined;
  const parts = suitingParts(recipe, usual);
  const { because, becauseTechniques: further } = usual;
  const isWhole = further !== undefined && parts.includes("techniques");
  return parts.length > 0 ? { parts, because: isWhole ? `${because}, ${further}` : because } : undefined;
}
