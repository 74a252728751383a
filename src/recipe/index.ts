export { formatRecipe, hashRecipe } from "./format.ts";
export { overrideRecipe } from "./overrides.ts";
export { modelLayers, parseRecipe, readRecipeText, settingsOf } from "./parse.ts";
export { recipeJsonSchema } from "./schema.ts";
export type {
  Entry,
  OptimizerEntry,
  PresetEntry,
  Recipe,
  RecipeInput,
  RegularizerEntry,
  RunSettings,
} from "./types.ts";
export { withRegularizers } from "./with.ts";
