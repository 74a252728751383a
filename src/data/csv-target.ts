import { suggest, UserError } from "../base/index.ts";
import { isNumeric, isPresent } from "./csv-dialect.ts";
import type { Targets } from "./dataset.ts";

export type Task = "classification" | "regression";

/** A column of texts, each distinct one held once: row i holds `texts[codes[i]]`. */
export interface CodedColumn {
  readonly name: string;
  readonly texts: readonly string[];
  readonly codes: readonly number[];
}

/** A column of whole numbers with at most this many different values is read as classes. */
const fewValues = 10;

/**
 * What the model is asked for: texts and few-valued whole numbers are classes (sorted, numbers by value), other numbers
 * are numbers; `task` overrides.
 * @param file for error messages.
 */
export function toTargets(column: CodedColumn, file: string, task?: Task): Targets {
  const asClasses = task ? task === "classification" : looksLikeClasses(column);
  const where = `${file}, target "${column.name}"`;
  if (column.texts.length === 1) {
    throw new UserError({
      where,
      got: `one ${asClasses ? "class" : "value"} only ("${column.texts[0]}")`,
      expected: "at least two different values",
      hint: "Choose another target",
    });
  }
  return asClasses ? toClasses(column, where) : toNumbers(column);
}

function looksLikeClasses({ texts, codes }: CodedColumn): boolean {
  if (!texts.every(isNumeric)) return true;
  const values = new Set(texts.map(Number));
  return [...values].every(Number.isInteger) && values.size <= Math.min(fewValues, codes.length / 2);
}

function toClasses({ texts, codes }: CodedColumn, where: string): Targets {
  const numeric = texts.every(isNumeric);
  const names = texts.map((text) => (numeric ? String(Number(text)) : text.trim()));
  const classes = [...new Set(names)].toSorted(
    numeric ? (a, b) => Number(a) - Number(b) : (a, b) => (a < b ? -1 : 1),
  );
  if (classes.length > 2 && classes.length > codes.length / 2) {
    throw new UserError({
      where,
      got: `${classes.length} different values in ${codes.length} rows`,
      expected: "classes that occur at least twice each, on average",
      hint: numeric
        ? "Set task to regression to predict a number"
        : "Choose another target: this looks like names",
    });
  }
  const labelOf = names.map((name) => classes.indexOf(name));
  return {
    kind: "classes",
    classes,
    labels: Int32Array.from(codes, (code) => labelOf[code] as number),
  };
}

function toNumbers({ name, texts, codes }: CodedColumn): Targets {
  const numbers = texts.map(Number);
  return {
    kind: "numbers",
    columns: [name],
    values: Float32Array.from(codes, (code) => numbers[code] as number),
  };
}

/**
 * The first row whose text cannot be meant as a value: a mark for "missing", or a text among numbers (anywhere in a
 * regression, else where most of the different texts are numbers).
 */
export function unfitRow({ texts, codes }: CodedColumn, task?: Task): number | undefined {
  const numeric = texts.filter((text) => isNumeric(text.replace(",", "."))).length;
  const numbersMeant = task ? task === "regression" : numeric > texts.length / 2;
  const code = texts.findIndex((text) => !isPresent(text) || (numbersMeant && !isNumeric(text)));
  return code < 0 ? undefined : codes.indexOf(code);
}

/** The position of a column given by its name or as `#` and its number from 0. */
export function columnIndex(asked: string, columns: readonly string[], file: string): number {
  const named = columns.indexOf(asked);
  if (named >= 0) return named;
  const position = /^#(\d+)$/.exec(asked);
  if (position && Number(position[1]) < columns.length) return Number(position[1]);
  throw new UserError({
    where: file,
    got: `the column "${asked}"`,
    expected: position ? `#0 to #${columns.length - 1}` : "a column of the file",
    hint: position ? undefined : columnHint(asked, columns),
  });
}

/** A number may be meant as a position, most of all where a file without a header leaves columns without names. */
function columnHint(asked: string, columns: readonly string[]): string | undefined {
  const last = columns.length - 1;
  if (!/^\d+$/.test(asked)) return suggest(asked, columns);
  if (columns.every((name, i) => name === `c${i}`))
    return `The file has no header: its columns are called c0 to c${last} from the left`;
  return `By position the columns are called #0 to #${last}`;
}
