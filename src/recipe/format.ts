import type { Recipe } from "./types.ts";

/** The text of a `recipe.json`: two-space JSON in the order of the schema, with every default written out. */
export const formatRecipe = (recipe: Recipe): string => `${JSON.stringify(recipe, null, 2)}\n`;

/** JSON without spaces and with sorted fields: equal for equal values, however they were built. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, entry: unknown) =>
    typeof entry === "object" && entry !== null && !Array.isArray(entry)
      ? Object.fromEntries(Object.entries(entry).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : entry,
  );

/** What identifies a run: SHA-256 in hex over everything but the name. */
export async function hashRecipe(recipe: Recipe): Promise<string> {
  const { name: _, ...rest } = recipe;
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(canonical(rest)));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
