import { z } from "zod";
import { didYouMean, type Instruction, oneOf } from "../base/index.ts";
import { scopeFault } from "./scope.ts";
import { fieldsOf, isPlain, meantOption, namesOf, orDefault, step, unwrap } from "./walk.ts";
import { expectation, hintFrom, show } from "./words.ts";

/** `["regularizers", 0, "lambda"]` as `regularizers[0].lambda`. */
export const pathText = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (text, key) =>
      typeof key === "number" ? `${text}[${key}]` : text ? `${text}.${String(key)}` : String(key),
    "",
  );

/** Issues inside a union, seen from the alternative that the value is meant for. */
function flatten(root: z.ZodType, value: unknown, issue: z.core.$ZodIssue): readonly z.core.$ZodIssue[] {
  if (issue.code !== "invalid_union" || issue.errors.length === 0) return [issue];
  const at = walk(root, value, issue.path);
  const union = at && unwrap(at.schema);
  if (!(union instanceof z.ZodUnion) || isPlain(union)) return [issue];
  const inner = issue.errors[meantOption(union, at?.value)] ?? [];
  return inner.flatMap((below) => flatten(root, value, { ...below, path: [...issue.path, ...below.path] }));
}

type Place = NonNullable<ReturnType<typeof step>>;

function walk(root: z.ZodType, value: unknown, path: readonly PropertyKey[]): Place | undefined {
  let at: Place | undefined = { schema: root, value: orDefault(root, value) };
  for (const key of path) at = at && step(at.schema, at.value, key);
  return at;
}

interface Unknown {
  readonly field: string;
  readonly known: readonly string[];
  /** What was to have the field. */
  readonly owner: unknown;
}

/** "got an unknown field, expected one of …" for a name that no field here has, or why it has none. */
export const unknownField = (where: string, { field, known, owner }: Unknown): Instruction => ({
  where,
  ...(scopeFault(owner, field) ?? {
    got: "an unknown field",
    expected: `one of ${known.join(", ")}`,
    hint: didYouMean(field, known),
  }),
});

/** For a name that is no element's. */
export const unknownName = (where: string, got: unknown, known: readonly string[]): Instruction => ({
  where,
  got: show(got),
  ...oneOf(typeof got === "string" ? got : undefined, known),
});

/** For an element whose name is missing or unknown. */
function nameless(root: z.ZodType, value: unknown, path: readonly PropertyKey[]): Instruction {
  const owner = walk(root, value, path.slice(0, -1));
  const key = String(path.at(-1));
  const known = (owner && namesOf(owner.schema)[key]) ?? [];
  const got = (owner?.value as Readonly<Record<string, unknown>> | undefined)?.[key];
  return unknownName(pathText(path), got, known);
}

/** For fields that an object has too many. */
function unknownKey({ path, keys }: z.core.$ZodIssueUnrecognizedKeys, at: Place | undefined): Instruction {
  const field = keys[0] as string;
  const known = Object.keys((at && fieldsOf(at.schema, at.value)) ?? {});
  return unknownField(pathText([...path, field]), { field, known, owner: at?.value });
}

function instruction(root: z.ZodType, value: unknown, issue: z.core.$ZodIssue): Instruction {
  const at = walk(root, value, issue.path);
  if (issue.code === "unrecognized_keys") return unknownKey(issue, at);
  const union = at && unwrap(at.schema);
  if (issue.code === "invalid_union" && !(union instanceof z.ZodUnion && isPlain(union)))
    return nameless(root, value, issue.path);
  return {
    where: pathText(issue.path),
    got: at ? show(at.value) : "something else",
    expected: at ? expectation(at.schema) : issue.message,
    hint: at?.schema instanceof z.ZodType ? hintFrom(at.schema.description) : undefined,
  };
}

/** What is wrong with a value, as one instruction: its first problem, and how many more there are. */
export function faultOf(root: z.ZodType, value: unknown, error: z.ZodError, where: string): Instruction {
  const issues = error.issues.flatMap((issue) => flatten(root, value, issue));
  const first = instruction(root, value, issues[0] as z.core.$ZodIssue);
  const further = issues.reduce(
    (n, issue) => n + (issue.code === "unrecognized_keys" ? issue.keys.length : 1),
    -1,
  );
  const more =
    further > 0 ? `There ${further === 1 ? "is 1 further problem" : `are ${further} further problems`}` : "";
  return {
    ...first,
    where: [where, first.where].filter(Boolean).join(", "),
    hint: [first.hint, more].filter(Boolean).join(first.hint?.endsWith("?") ? " " : ". ") || undefined,
  };
}
