import { z } from "zod";
import { isFields } from "./shorthand.ts";

/** Without the wrappers that only say "may be missing", or "see there". */
export function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  let inner = schema;
  while (
    inner instanceof z.ZodDefault ||
    inner instanceof z.ZodPrefault ||
    inner instanceof z.ZodOptional ||
    inner instanceof z.ZodReadonly ||
    inner instanceof z.ZodLazy
  )
    inner = inner.unwrap();
  return inner;
}

/** The value, or the default where it is missing. */
export function orDefault(schema: z.core.$ZodType, value: unknown): unknown {
  if (value !== undefined) return value;
  return schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault
    ? structuredClone(schema.def.defaultValue)
    : undefined;
}

/** Whether all alternatives of a union are plain values, such as a number, a list of numbers or a word. */
export const isPlain = (union: z.ZodUnion): boolean =>
  union.options.every((option) => {
    const inner = unwrap(option);
    return !(inner instanceof z.ZodObject || inner instanceof z.ZodUnion || inner instanceof z.ZodLiteral);
  });

/** How many fields of the value speak for an alternative of a union. */
function fit(option: z.core.$ZodType, value: unknown): number {
  if (!isFields(value)) return unwrap(option) instanceof z.ZodLiteral ? 1 : 0;
  if (option instanceof z.ZodDiscriminatedUnion) return option.def.discriminator in value ? 1 : 0;
  return option instanceof z.ZodObject ? Object.keys(value).filter((key) => key in option.shape).length : -1;
}

/** Which alternative of a union a value is meant for: the first of those that most of it speaks for. */
export function meantOption(union: z.ZodUnion, value: unknown): number {
  const fits = union.options.map((option) => fit(option, value));
  return fits.indexOf(Math.max(...fits));
}

/** The schema that a value is meant for, with unions decided. */
export function settle(schema: z.core.$ZodType, value: unknown): z.core.$ZodType | undefined {
  const inner = unwrap(schema);
  if (inner instanceof z.ZodDiscriminatedUnion) {
    const key = inner.def.discriminator;
    const name = isFields(value) ? value[key] : undefined;
    return inner.options.find(
      (option) => option instanceof z.ZodObject && (option.shape[key] as z.ZodLiteral).value === name,
    );
  }
  if (inner instanceof z.ZodUnion)
    return settle(inner.options[meantOption(inner, value)] as z.ZodType, value);
  return inner;
}

/** The fields that an object may have here, or nothing when it is no object. */
export function fieldsOf(
  schema: z.core.$ZodType,
  value: unknown,
): Readonly<Record<string, z.core.$ZodType>> | undefined {
  const settled = settle(schema, value);
  return settled instanceof z.ZodObject ? settled.shape : undefined;
}

/** One step down: the schema and the value under a field, a key or an index. */
export function step(
  schema: z.core.$ZodType,
  value: unknown,
  key: PropertyKey,
): { readonly schema: z.core.$ZodType; readonly value: unknown } | undefined {
  const inner = unwrap(schema);
  if (inner instanceof z.ZodArray) {
    return { schema: inner.element, value: Array.isArray(value) ? value[Number(key)] : undefined };
  }
  const field = inner instanceof z.ZodRecord ? inner.valueType : fieldsOf(schema, value)?.[String(key)];
  return field && { schema: field, value: isFields(value) ? value[String(key)] : undefined };
}

/** The field that names the element here (`use`, `source`, `preset`) with the names there are. */
export function namesOf(schema: z.core.$ZodType): Readonly<Record<string, readonly string[]>> {
  const inner = unwrap(schema);
  if (inner instanceof z.ZodDiscriminatedUnion) {
    const key = inner.def.discriminator;
    const ids = inner.options.map((option) => (option as z.ZodObject).shape[key] as z.ZodLiteral<string>);
    return { [key]: ids.map(({ value }) => value) };
  }
  return inner instanceof z.ZodUnion
    ? Object.assign({}, ...inner.options.map((option) => namesOf(option as z.ZodType)))
    : {};
}
