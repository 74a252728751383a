import { bug, UserError } from "../base/index.ts";
import { type Draft, draftOf, ids, listOf, registry, valueOf } from "./draft.ts";
import { unknownName } from "./faults.ts";
import type { Regularizer } from "../seams/index.ts";
import { scopeFault } from "./scope.ts";
import { isFields } from "./shorthand.ts";
import type { RecipeInput } from "./types.ts";
import { expectation, hintFrom, show } from "./words.ts";

/** The layers that `NAME@LAYER+LAYER` names; nothing for a name alone. */
function layersOf(use: string, named: string | undefined): { readonly layers?: readonly string[] } {
  if (named === undefined) return {};
  const fault = scopeFault({ use }, "layers");
  if (fault) throw new UserError({ where: `--with ${use}@${named}`, ...fault });
  const layers = named.split("+").map((name) => name.trim());
  if (layers.every((name) => name !== "")) return { layers };
  throw new UserError({
    where: `--with ${use}@${named}`,
    got: "a layer without a name",
    expected: "names of layers with + between them, such as dense1+dense2",
  });
}

/** One `NAME[@LAYER+…][=STRENGTH]` of `--with` as an entry of the recipe. */
function entryOf(text: string): Draft {
  const [head = "", ...rest] = text.trim().split("=");
  const [use = "", ...named] = head.split("@").map((part) => part.trim());
  const technique = Object.hasOwn(registry, use) ? registry[use] : undefined;
  if (!technique) throw new UserError(unknownName("--with", use, ids));
  const entry = { use, ...layersOf(use, named.length > 0 ? named.join("@") : undefined) };
  return rest.length === 0
    ? entry
    : { ...entry, [technique.strength]: strengthOf(technique, rest.join("=")) };
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

const byText = (a: string, b: string): number => (a < b ? -1 : 1);

/** An entry as `--with` says it, without its strength: two entries are the same where this is. */
export function withName(entry: unknown): string {
  const { use, layers } = isFields(entry) ? entry : {};
  if (!Array.isArray(layers)) return String(use);
  return `${String(use)}@${layers.map(String).toSorted(byText).join("+")}`;
}

/** The place of the entry that another changes; −1 where it is a new one. */
function placeOf(entry: Draft, all: readonly Draft[], entries: readonly unknown[]): number {
  const names = entries.map(withName);
  const exact = names.indexOf(withName(entry));
  const { use, layers } = entry;
  const isAskedOnce = all.filter((other) => other["use"] === use).length === 1;
  if (exact >= 0 || layers !== undefined || !isAskedOnce) return exact;
  // A name alone means what there is of it.
  const known = names.filter((name) => name.startsWith(`${String(use)}@`));
  if (known.length < 2) return names.indexOf(known[0] ?? "");
  throw new UserError({
    where: `--with ${String(use)}`,
    got: "a technique that the recipe has for several layers",
    expected: `one of ${known.join(", ")}`,
  });
}

/**
 * A recipe with the techniques of `--with`, such as `dropout=0.5,l2@dense1=5`: each is added, or its strength changed where
 * the recipe has it for those layers already.
 * @throws UserError for an unknown name, a strength out of range, or a name given twice for the same layers.
 */
export function withRegularizers(input: RecipeInput, list: string): RecipeInput {
  const asked = list.split(",").map(entryOf);
  const names = asked.map(withName);
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice !== undefined) {
    throw new UserError({ where: "--with", got: `${twice} twice`, expected: "each technique once" });
  }
  const draft = draftOf(input);
  const before = listOf(draft);
  const merged = asked.reduce<readonly unknown[]>((entries, entry) => {
    const index = placeOf(entry, asked, before);
    return index < 0 ? [...entries, entry] : entries.with(index, { ...(entries[index] as Draft), ...entry });
  }, before);
  return { ...draft, regularizers: merged } as RecipeInput;
}
