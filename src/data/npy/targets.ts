// Arrays as what a model is asked for.
import { bug, UserError } from "../../base/index.ts";
import type { Targets } from "../dataset.ts";
import { type TargetColumn, type Task, taskOf, toTargets, type Understood } from "../target.ts";
import { type NamedArray, type Numbers, shapeText } from "./inputs.ts";

/** Texts as levels. */
function levelsOf(texts: readonly string[]): TargetColumn {
  const levels = [...new Set(texts)];
  const codes = new Map(levels.map((text, code) => [text, code]));
  return {
    kind: "levels",
    name: "y",
    levels,
    codes: Int32Array.from(texts, (text) => codes.get(text) ?? bug("a text that was not counted")),
  };
}

/** The class of each row where each has one 1 among zeros; nothing otherwise. */
function hotColumns(values: Numbers, width: number): Float64Array | undefined {
  const labels = new Float64Array(values.length / width);
  for (let row = 0; row < labels.length; row++) {
    const cells = values.subarray(row * width, (row + 1) * width);
    const at = cells.indexOf(1);
    if (at < 0 || cells.some((cell, i) => cell !== (i === at ? 1 : 0))) return undefined;
    labels[row] = at;
  }
  return labels;
}

const isWhole = (values: Numbers): boolean => values instanceof Uint8Array || values.every(Number.isInteger);

/** What is asked for, and why it was taken for that. */
export interface ArrayTargets {
  readonly targets: Targets;
  readonly why: string;
}

const noNumber = (where: string, values: Numbers): UserError => {
  const at = values.findIndex((value) => !Number.isFinite(value));
  return new UserError({
    where: `${where}, value ${at} (from 0)`,
    got: String(values[at]),
    expected: "finite numbers",
    hint: "Leave rows without a target out",
  });
};

/** What is known beside the values. */
interface Asked {
  readonly task?: Task | undefined;
  readonly isImages: boolean;
}

function understand(
  column: TargetColumn & { readonly kind: "numbers" },
  { isImages, task }: Asked,
): Understood {
  if (!task && isImages && isWhole(column.values))
    return { task: "classification", why: "whole numbers beside images" };
  return taskOf(column, task);
}

const asColumn = (values: Float64Array) => ({ kind: "numbers", name: "y", values }) as const;

/** One number for each row. */
function single(values: Numbers, where: string, asked: Asked): ArrayTargets {
  const column = asColumn(Float64Array.from(values));
  const { task, why } = understand(column, asked);
  return { targets: toTargets(column, where, task), why };
}

/** Several numbers for each row: a class where one of them is 1 and the others are 0. */
function several(values: Numbers, width: number, where: string, { task }: Asked): ArrayTargets {
  const hot = task === "regression" ? undefined : hotColumns(values, width);
  if (hot)
    return {
      targets: toTargets(asColumn(hot), where, "classification"),
      why: "each row has one 1 among zeros",
    };
  if (task === "classification")
    throw new UserError({ where, got: `${width} numbers a row`, expected: "one class for each row" });
  const columns = Array.from({ length: width }, (_, at) => `y${at}`);
  const why = task ? "as asked" : `each row has ${width} of them`;
  return { targets: { kind: "numbers", columns, values: Float32Array.from(values) }, why };
}

/**
 * `[rows]` or `[rows, 1]` as classes or numbers, `[rows, classes]` with one 1 in each row as classes, other `[rows, columns]`
 * as several numbers. Whole numbers beside images are classes.
 * @throws UserError for other shapes, and for values that are none.
 */
export function toArrayTargets(array: NamedArray, asked: Asked): ArrayTargets {
  const { where, shape } = array;
  const [, width = 1] = shape;
  if (shape.length === 0 || shape.length > 2 || width === 0)
    throw new UserError({
      where,
      got: `an array of shape ${shapeText(shape)}`,
      expected: "targets [rows] or [rows, columns]",
    });
  if (Array.isArray(array.values) && width > 1)
    throw new UserError({
      where,
      got: `texts of shape ${shapeText(shape)}`,
      expected: "one text a row, [rows] or [rows, 1]",
      hint: "Choose one column of them",
    });
  if (Array.isArray(array.values))
    return { targets: toTargets(levelsOf(array.values), where, asked.task), why: "its values are texts" };
  const values = array.values as Numbers;
  if (!(values instanceof Uint8Array) && !values.every(Number.isFinite)) throw noNumber(where, values);
  return width > 1 ? several(values, width, where, asked) : single(values, where, asked);
}
