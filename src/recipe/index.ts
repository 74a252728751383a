export { formatRecipe, hashRecipe } from "./format.ts";
export { overrideRecipe } from "./overrides.ts";
export { modelLayers, parseRecipe, readRecipeText, settingsOf } from "./parse.ts";
export { recipeJsonSchema } from "./schema.ts";
export { scopeFields, scopeOf, shareIn, switchOf } from "./scope.ts";
export type {
  Entry,
  OptimizerEntry,
  PresetEntry,
  Recipe,
  RecipeInput,
  RegularizerEntry,
  RunSettings,
  Timing,
} from "./types.ts";
export { withName, withRegularizers } from "./with.ts";
export { endsTraining, usualParts } from "./usual.ts";
