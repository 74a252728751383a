import { bug, UserError } from "../base/index.ts";
import { type Draft, draftOf, ids, listOf, registry, valueOf } from "./draft.ts";
import { unknownName } from "./faults.ts";
import type { Regularizer } from "../seams/index.ts";
import { isFields } from "./shorthand.ts";
import type { RecipeInput } from "./types.ts";
import { expectation, hintFrom, show } from "./words.ts";

/** One `NAME[=STRENGTH]` of `--with` as an entry of the recipe. */
function entryOf(text: string): Draft {
  const [use = "", ...rest] = text.trim().split("=");
  const technique = Object.hasOwn(registry, use) ? registry[use] : undefined;
  if (!technique) throw new UserError(unknownName("--with", use, ids));
  return rest.length === 0 ? { use } : { use, [technique.strength]: strengthOf(technique, rest.join("=")) };
}

function strengthOf({ id, params, strength }: Regularizer, text: string): unknown {
  const { schema, facts } = params[strength] ?? bug(`${id} has no parameter ${strength}`);
  const value = valueOf(schema, text);
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new UserError({
    where: `--with ${id}`,
    got: show(value),
    expected: `${expectation(schema)} for ${strength}`,
    hint: hintFrom(facts.description),
  });
}

/**
 * A recipe with the techniques of `--with`, such as `dropout=0.5,l2=5`: each is added, or its strength changed where the
 * recipe has it already.
 * @throws UserError for an unknown name, a strength out of range, or a name given twice.
 */
export function withRegularizers(input: RecipeInput, list: string): RecipeInput {
  const asked = list.split(",").map(entryOf);
  const twice = asked.find(({ use }, i) => asked.findIndex((entry) => entry["use"] === use) < i);
  if (twice) {
    throw new UserError({
      where: "--with",
      got: `${String(twice["use"])} twice`,
      expected: "each technique once",
    });
  }
  const draft = draftOf(input);
  const merged = asked.reduce<readonly unknown[]>((entries, entry) => {
    const index = entries.findIndex((old) => isFields(old) && old["use"] === entry["use"]);
    return index < 0 ? [...entries, entry] : entries.with(index, { ...(entries[index] as Draft), ...entry });
  }, listOf(draft));
  return { ...draft, regularizers: merged } as RecipeInput;
}
