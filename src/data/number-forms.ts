// The ways in which people write numbers, as SQL reads them.

/** A way to write numbers. */
export interface NumberForm {
  /** What model files call it. */
  readonly name: string;
  readonly decimal: "." | ",";
  /** A cell without blanks around it as a number of a type, NULL where it is none. */
  read(cell: string, type: "FLOAT" | "DOUBLE"): string;
  /** Whether DuckDB's own reading of numbers does the same. */
  readonly isPlain: boolean;
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

/**
 * The ways to try in turn on a column of a delimited file. Where commas separate cells, or decimal points are asked for,
 * commas within numbers separate thousands.
 */
export function numberForms(delimiter: string, decimal?: "." | ","): readonly NumberForm[] {
  if (decimal === ",") return [pointGroups];
  return delimiter === "," || decimal === "."
    ? [plain, commaGroups]
    : [plain, comma, commaGroups, pointGroups];
}

/** The way of a name; nothing for a name that is not known. */
export const formNamed = (name: string): NumberForm | undefined =>
  [plain, comma, commaGroups, pointGroups].find((form) => form.name === name);
