import { resolve } from "node:path";
import { parseRecipe, type RecipeInput } from "../recipe/index.ts";
import { summarizeRecipe } from "../train/index.node.ts";
import type { ModelSummary } from "../train/index.ts";
import { dataFolders } from "./folders.node.ts";

/**
 * The model that a recipe stands for, layer by layer. Its data is loaded, since that decides the shapes; nothing is trained.
 * @throws UserError when recipe, data and layers do not fit.
 */
export const summarize = (
  recipe: RecipeInput,
  /** Where relative paths in the recipe count from; the working folder when absent. */
  { baseFolder = "." }: { readonly baseFolder?: string } = {},
): Promise<ModelSummary> =>
  summarizeRecipe(parseRecipe(recipe, "recipe"), {
    baseFolder: resolve(baseFolder),
    dataFolders: dataFolders(),
  });
