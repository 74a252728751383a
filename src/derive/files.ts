import { recipeJsonSchema } from "../recipe/index.ts";
import { elementsPage, regularizersPage } from "./docs.ts";

/** What `npm run gen` writes from the elements: texts by path from the project's root. */
export const generatedFiles = (): Readonly<Record<string, string>> => ({
  "schema/recipe.schema.json": `${JSON.stringify(recipeJsonSchema(), null, 2)}\n`,
  "docs/reference/regularizers.md": regularizersPage(),
  "docs/reference/elements.md": elementsPage(),
});
