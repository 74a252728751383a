// The ways in which people write numbers, as SQL reads them.
import type { Affix } from "./number-affixes.ts";

/** A way to write numbers. */
export interface NumberForm {
  /** What model files call it. */
  readonly name: string;
  readonly decimal: "." | ",";
  /** What separates thousands in some of its numbers at least. */
  readonly thousands?: ",";
  /** A cell without blanks around it as a number of a type, NULL where it is none. */
  read(cell: string, type: "FLOAT" | "DOUBLE"): string;
  /** Whether DuckDB's own reading of numbers does the same. */
  readonly isPlain: boolean;
  /** What stands around each number; nothing where it stands alone. */
  readonly affix?: Affix;
}

const plain: NumberForm = {
  name: "plain",
  decimal: ".",
  isPlain: true,
  read: (cell, type) => `try_cast(${cell} AS ${type})`,
};

/** 1,5 */
const comma: NumberForm = {
  name: "comma",
  decimal: ",",
  isPlain: false,
  read: (cell, type) =>
    `CASE WHEN regexp_full_match(${cell}, '[+-]?\\d*,\\d+([eE][+-]?\\d+)?') THEN try_cast(replace(${cell}, ',', '.') AS ${type}) ELSE try_cast(${cell} AS ${type}) END`,
};

/** 1,234.5 */
const commaGroups: NumberForm = {
  name: "commaGroups",
  decimal: ".",
  thousands: ",",
  isPlain: false,
  read: (cell, type) =>
    `CASE WHEN regexp_full_match(${cell}, '[+-]?\\d{1,3}(,\\d{3})+(\\.\\d*)?') THEN try_cast(replace(${cell}, ',', '') AS ${type}) ELSE try_cast(${cell} AS ${type}) END`,
};

/** 1.234,5 */
const pointGroups: NumberForm = {
  name: "pointGroups",
  decimal: ",",
  isPlain: false,
  read: (cell, type) =>
    `CASE WHEN regexp_full_match(${cell}, '[+-]?\\d{1,3}(\\.\\d{3})+(,\\d*)?') THEN try_cast(replace(replace(${cell}, '.', ''), ',', '.') AS ${type}) WHEN regexp_full_match(${cell}, '[+-]?\\d*,?\\d+([eE][+-]?\\d+)?') THEN try_cast(replace(${cell}, ',', '.') AS ${type}) END`,
};

const all = [plain, comma, commaGroups, pointGroups];

/**
 * The ways to try in turn on a column of a delimited file. Where commas separate cells, commas within the quoted numbers
 * of a column separate thousands if they can in all of them.
 */
export function numberForms(delimiter: string, decimal?: "." | ","): readonly NumberForm[] {
  if (decimal === ",") return [pointGroups];
  if (decimal === ".") return [plain, commaGroups];
  return delimiter === "," ? [plain, commaGroups, comma, pointGroups] : all;
}

/** A text that stands for itself in a pattern, with its quotes doubled for SQL. */
const literal = (text: string): string =>
  text.replaceAll(/[\\^$.*+?()[\]{}|-]/g, "\\$&").replaceAll("'", "''");

/** Blanks, those among them that do not break lines. */
const blanks = "[\\s\\x{A0}\\x{202F}]*";

/** Numbers with something around each. A sign may stand before it or behind. */
export function affixed(form: NumberForm, affix: Affix): NumberForm {
  const { before, after } = affix;
  // The point of "Rs.500" is no decimal point.
  const digits = `${/\p{L}/u.test(before) ? "" : "[.,]?"}\\d[\\d.,]*(?:[eE][+-]?\\d+)?`;
  const head = before === "" ? "" : `(?:[+-]${blanks})?${literal(before)}${blanks}`;
  const pattern = `${head}([+-]?${digits})${blanks}${literal(after)}`;
  return {
    ...form,
    name: JSON.stringify([form.name, before, after]),
    isPlain: false,
    affix,
    read: (cell, type) => {
      const number = form.read(`regexp_extract(${cell}, '${pattern}', 1)`, type);
      const signed =
        before === "" ? number : `CASE WHEN ${cell} LIKE '-%' THEN -(${number}) ELSE ${number} END`;
      return `CASE WHEN regexp_full_match(${cell}, '${pattern}') THEN ${signed} END`;
    },
  };
}

/** The way of a name; nothing for a name that is not known. */
export function formNamed(name: string): NumberForm | undefined {
  if (!name.startsWith("[")) return all.find((form) => form.name === name);
  const [inner, before, after] = JSON.parse(name) as readonly [string, string, string];
  const form = formNamed(inner);
  return form && affixed(form, { before, after });
}
