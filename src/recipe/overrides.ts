import { z } from "zod";
import { didYouMean, UserError } from "../base/index.ts";
import { type Draft, draftOf, ids, listOf, valueOf } from "./draft.ts";
import { pathText, unknownField } from "./faults.ts";
import { recipeFields, recipeSchema } from "./schema.ts";
import { isFields, spellOut } from "./shorthand.ts";
import type { RecipeInput } from "./types.ts";
import { fieldsOf, namesOf, orDefault, step, unwrap } from "./walk.ts";
import { expectation } from "./words.ts";

type Path = readonly (string | number)[];

/** The techniques of a draft by their keys: the id, with `#2` from the second use on. */
function keysOf(entries: readonly unknown[]): readonly string[] {
  const uses = entries.map((entry) => (isFields(entry) ? String(entry["use"]) : ""));
  return uses.map((use, i) => {
    const nth = uses.slice(0, i + 1).filter((other) => other === use).length;
    return nth === 1 ? use : `${use}#${nth}`;
  });
}

/** The steps of a dotted path; a technique's name stands for its place in the list. */
function resolve(draft: Draft, dotted: string): Path {
  const [head = "", ...rest] = dotted.split(".");
  if (recipeFields.includes(head))
    return [head, ...rest.map((key) => (/^\d+$/.test(key) ? Number(key) : key))];
  const keys = keysOf(listOf(draft));
  const index = keys.indexOf(head);
  if (index >= 0) return ["regularizers", index, ...rest];
  if (ids.includes(head.replace(/#\d+$/, ""))) {
    throw new UserError({
      where: `--set ${dotted}`,
      got: `${head}, which is not among the regularizers of the recipe`,
      expected: `one of its regularizers (${keys.join(", ") || "it has none"})`,
      hint: `Add it with --with ${head.replace(/#\d+$/, "")}`,
    });
  }
  throw new UserError({
    where: `--set ${dotted}`,
    got: "an unknown field",
    expected: `a path that starts with one of ${recipeFields.join(", ")} or with a regularizer's name`,
    hint: didYouMean(head, [...recipeFields, ...ids]),
  });
}

interface Place {
  readonly schema: z.core.$ZodType;
  readonly value: unknown;
  /** The path so far, for errors. */
  readonly path: Path;
  /** The whole path as the user gave it. */
  readonly dotted: string;
}

/** The value at `place` with `text` set under the rest of the path; nothing is changed in place. */
function withValue(place: Place, rest: Path, text: string): unknown {
  const { schema, path, dotted } = place;
  const [key, ...below] = rest;
  if (key === undefined) return valueOf(schema, text);
  const value = orDefault(schema, place.value);
  const next = below.length === 0 ? replacing(schema, value, key) : undefined;
  if (next) return { [key]: valueOf(next, text) };
  const under = step(schema, value, key);
  if (!under || (Array.isArray(value) && !isIndex(key, value.length))) throw lost(place, value, key);
  const changed = withValue({ ...under, path: [...path, key], dotted }, below, text);
  return Array.isArray(value) ? value.with(Number(key), changed) : { ...(value as Draft), [key]: changed };
}

const isIndex = (key: string | number, length: number): boolean => typeof key === "number" && key < length;

/**
 * The schema of a field that makes this another element (`optimizer.use`, `model.layers`): the old element's settings go,
 * so that the new one starts from its own defaults.
 */
function replacing(
  schema: z.core.$ZodType,
  value: unknown,
  key: string | number,
): z.core.$ZodType | undefined {
  if (key in namesOf(schema)) return z.string();
  const inner = unwrap(schema);
  // Elements of one kind are told apart by their names, not by their settings.
  if (!(inner instanceof z.ZodUnion) || inner instanceof z.ZodDiscriminatedUnion) return undefined;
  if ((fieldsOf(schema, value) ?? {})[key]) return undefined;
  const other = inner.options.find((option) => option instanceof z.ZodObject && key in option.shape);
  return other instanceof z.ZodObject ? other.shape[key] : undefined;
}

function lost({ schema, path, dotted }: Place, value: unknown, key: string | number): UserError {
  const where = `--set ${dotted}`;
  if (Array.isArray(value)) {
    const last = value.length - 1;
    const expected = last < 0 ? "a list with entries" : `an index from 0 to ${last}`;
    return new UserError({
      where,
      got: `index ${key} of ${pathText(path)}, which has ${value.length}`,
      expected,
    });
  }
  const known = fieldsOf(schema, value);
  if (known)
    return new UserError(
      unknownField(where, { field: String(key), known: Object.keys(known), owner: value }),
    );
  return new UserError({
    where,
    got: `a field of ${pathText(path)}`,
    expected: `${expectation(schema)} there`,
    hint: firstChoice(schema, path),
  });
}

/** What to set before the settings of an element can be, where none is chosen. */
function firstChoice(schema: z.core.$ZodType, path: Path): string | undefined {
  const [names] = Object.values(namesOf(schema));
  return names?.[0] && `Choose one first, such as --set ${pathText(path)}=${names[0]}`;
}

/**
 * A recipe with `path=value` edits, in order: `epochs=20`, `optimizer.learningRate=0.5`, `regularizers.0.lambda=5` or
 * `l2.lambda=5` for the technique of that name. Values are JSON, or else texts; `parseRecipe` checks them later.
 * @throws UserError for a path that leads nowhere.
 */
export function overrideRecipe(input: RecipeInput, edits: readonly string[]): RecipeInput {
  return edits.reduce<Draft>((draft, edit) => {
    const at = edit.indexOf("=");
    if (at < 1) {
      throw new UserError({
        where: `--set ${edit}`,
        got: "no path and value",
        expected: "path=value, such as epochs=20",
      });
    }
    const dotted = edit.slice(0, at);
    const place = { schema: recipeSchema, value: draft, path: [], dotted };
    return spellOut(withValue(place, resolve(draft, dotted), edit.slice(at + 1))) as Draft;
  }, draftOf(input)) as RecipeInput;
}
