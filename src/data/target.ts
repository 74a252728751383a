import { counted, didYouMean, listed, suggest, Unfit, UserError } from "../base/index.ts";
import { isNumeric } from "./csv-dialect.ts";
import type { LevelColumn, Targets } from "./dataset.ts";
import { positionAmong } from "./truth.ts";

export type Task = "classification" | "regression";

/** What is to be predicted, without gaps: numbers, or texts as levels. */
export type TargetColumn =
  | { readonly kind: "numbers"; readonly name: string; readonly values: Float64Array }
  | LevelColumn;

/** A column of whole numbers with at most this many different values is read as classes. */
const fewValues = 10;

/** What a target is, and how it was found out, for people. */
export interface Understood {
  readonly task: Task;
  readonly why: string;
}

/** Texts and few-valued whole numbers are classes, other numbers are numbers; what is asked for goes before. */
export function taskOf(column: TargetColumn, asked?: Task): Understood {
  if (asked) return { task: asked, why: "as asked" };
  if (column.kind === "levels") return { task: "classification", why: "its values are texts" };
  const distinct = distinctOf(column.values);
  const few = Math.min(fewValues, column.values.length / 2);
  const isFew = distinct.every(Number.isInteger) && distinct.length <= few;
  const values = `it has ${distinct.length.toLocaleString("en-US")} different values`;
  return isFew
    ? { task: "classification", why: `${values}, all whole numbers` }
    : { task: "regression", why: `${values}, all numbers` };
}

/**
 * What the model is asked for: texts and few-valued whole numbers are classes (sorted, numbers by value), other numbers
 * are numbers; `task` overrides. Numbers are float32 but where they are to keep all their digits.
 * @param file for error messages.
 */
export function toTargets(column: TargetColumn, file: string, task?: Task, isExact = false): Targets {
  const where = `${file}, target "${column.name}"`;
  if (column.kind === "levels") return toClasses(column, where);
  const distinct = distinctOf(column.values);
  const rows = column.values.length;
  const asClasses = taskOf(column, task).task === "classification";
  if (distinct.length === 1) throw oneValue(where, "value", String(distinct[0]));
  if (!asClasses)
    return {
      kind: "numbers",
      columns: [column.name],
      values: isExact ? column.values : Float32Array.from(column.values),
    };
  requireRepeated(where, distinct.length, rows, "Set task to regression to predict a number");
  const labelOf = new Map([...distinct].map((value, label) => [value, label]));
  return {
    kind: "classes",
    classes: Array.from(distinct, String),
    labels: Int32Array.from(column.values, (value) => labelOf.get(value) as number),
  };
}

/**
 * Targets with the class that is looked for.
 * @throws UserError when it is none of two classes.
 */
export function withPositive(targets: Targets, name: string | undefined): Targets {
  if (name === undefined) return targets;
  const where = "data.positive";
  if (targets.kind === "numbers")
    throw new Unfit({
      where,
      got: `"${name}", for a target of numbers`,
      expected: "none: a regression has no classes",
      hint: "Set task to classification if its values are classes",
    });
  const { classes } = targets;
  const positive = positionAmong(classes, name);
  if (positive >= 0 && classes.length === 2) return { ...targets, positive };
  throw positive < 0
    ? new Unfit({
        where,
        got: `"${name}"`,
        expected: `one of ${listed(classes)}`,
        hint: didYouMean(name, classes),
      })
    : new Unfit({
        where,
        got: `"${name}" among ${classes.length} classes`,
        expected: "none: it says which of two classes is looked for",
      });
}

/** The different values in ascending order. */
function distinctOf(values: Float64Array): Float64Array {
  const sorted = values.toSorted();
  return sorted.filter((value, i) => i === 0 || value !== sorted[i - 1]);
}

const oneValue = (where: string, what: string, value: string): UserError =>
  new UserError({
    where,
    got: `one ${what} only ("${value}")`,
    expected: "at least two different values",
    hint: "Choose another target",
  });

function toClasses({ levels, codes }: LevelColumn, where: string): Targets {
  const classes = [...levels].toSorted();
  if (classes.length === 1) throw oneValue(where, "class", classes[0] as string);
  requireRepeated(where, classes.length, codes.length, "Choose another target: this looks like names");
  const positions = new Map(classes.map((name, label) => [name, label]));
  const labelOf = levels.map((name) => positions.get(name) as number);
  return { kind: "classes", classes, labels: codes.map((code) => labelOf[code] as number) };
}

function requireRepeated(where: string, classes: number, rows: number, hint: string): void {
  if (classes <= 2 || classes <= rows / 2) return;
  throw new UserError({
    where,
    got: `${counted(classes, "different value")} in ${counted(rows, "row")}`,
    expected: "classes that occur at least twice each, on average",
    hint,
  });
}

/**
 * The first row of a target of texts that cannot be meant as a value: a text where numbers are asked for, or, without a
 * task, among different texts that are mostly numbers.
 */
export function unfitRow({ levels, codes }: LevelColumn, task?: Task): number | undefined {
  const numeric = levels.filter((text) => isNumeric(text.replace(",", "."))).length;
  const numbersMeant = task ? task === "regression" : numeric > levels.length / 2;
  if (!numbersMeant) return undefined;
  const unfit = new Set(levels.flatMap((text, code) => (isNumeric(text) ? [] : [code])));
  const row = codes.findIndex((code) => unfit.has(code));
  return row < 0 ? undefined : row;
}

/** The position of a column given by its name or as `#` and its number from 0. */
export function columnIndex(asked: string, columns: readonly string[], file: string): number {
  const named = columns.indexOf(asked);
  if (named >= 0) return named;
  const position = /^#(\d+)$/.exec(asked);
  if (position && Number(position[1]) < columns.length) return Number(position[1]);
  throw new Unfit({
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
