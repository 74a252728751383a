import { z } from "zod";
import { regularizers } from "../regularizers/index.ts";
import type { Regularizer } from "../seams/index.ts";
import { spellOut } from "./shorthand.ts";
import type { RecipeInput } from "./types.ts";
import { unwrap } from "./walk.ts";

export const registry: Readonly<Record<string, Regularizer>> = regularizers;
export const ids = Object.keys(registry);

/** A recipe while it is edited: not checked yet, with elements spelled out. */
export type Draft = Record<string, unknown>;

export const draftOf = (input: RecipeInput): Draft => structuredClone(spellOut(input)) as Draft;

/** The entries of a draft's regularizers. */
export const listOf = (draft: Draft): readonly unknown[] =>
  Array.isArray(draft["regularizers"]) ? draft["regularizers"] : [];

/** The value that a text of the command line stands for where `schema` is expected: JSON, or else the text itself. */
export function valueOf(schema: z.core.$ZodType, text: string): unknown {
  if (unwrap(schema) instanceof z.ZodString) return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
