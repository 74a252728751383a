import { z } from "zod";
import { isPlain, unwrap } from "./walk.ts";

/** A value as an error shows it, shortened. */
export function show(value: unknown): string {
  if (value === undefined) return "nothing";
  const text = JSON.stringify(value);
  return text.length <= 60 ? text : `${text.slice(0, 57)}...`;
}

/** A description as a hint: without its full stop, which the error sets itself. */
export const hintFrom = (description: string | undefined): string | undefined =>
  description?.replace(/\.$/, "");

export const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(", ");

interface Leaf {
  readonly type?: string;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly enum?: readonly string[];
  readonly const?: unknown;
  readonly items?: Leaf;
  readonly minItems?: number;
}

/** The bounds of a number; those that every safe integer keeps are left out. */
function bounds({ minimum, exclusiveMinimum, maximum }: Leaf): string {
  const low =
    exclusiveMinimum !== undefined
      ? ` above ${exclusiveMinimum}`
      : minimum !== undefined && minimum > Number.MIN_SAFE_INTEGER
        ? ` of at least ${minimum}`
        : "";
  const high = maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER ? `at most ${maximum}` : "";
  return low && high ? `${low} and ${high}` : low || (high && ` of ${high}`);
}

const leafWords: Readonly<Record<string, (leaf: Leaf) => string>> = {
  number: (leaf) => `a number${bounds(leaf)}`,
  integer: (leaf) => `a whole number${bounds(leaf)}`,
  boolean: () => "true or false",
  string: () => "a text",
  object: () => "an object of settings",
  array: ({ items, minItems }) =>
    `a list${minItems ? ` of at least ${minItems}` : ""}${items?.type ? `, each ${inWords(items)}` : ""}`,
};

function inWords(leaf: Leaf): string {
  if (leaf.const !== undefined) return show(leaf.const);
  if (leaf.enum) return `one of ${quoted(leaf.enum)}`;
  return leafWords[leaf.type ?? ""]?.(leaf) ?? "another value";
}

/** What a schema accepts, in words: "a number above 0 and at most 0.95". */
export const expectation = (schema: z.core.$ZodType): string => {
  const inner = unwrap(schema);
  if (inner instanceof z.ZodUnion)
    return isPlain(inner) ? inner.options.map(expectation).join(", or ") : "an object of settings";
  return inWords(z.toJSONSchema(inner, { io: "input" }) as Leaf);
};
