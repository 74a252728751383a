// Tables of numbers and categories with gaps, as files hold them, and how they become numbers for a model.
import { listed, UserError } from "../base/index.ts";
import type { Columns, LevelColumn, NumberColumn, NumberInputs, RowRange } from "./dataset.ts";
import type {
  ColumnEncoding,
  Encoding,
  LeftOut,
  LevelEncoding,
  NumberEncoding,
  OrdinalEncoding,
} from "./encoding.ts";
import { positionAmong } from "./truth.ts";

/** How many rows some columns have. */
export const rowCount = ([first]: Columns["columns"]): number =>
  first?.kind === "numbers" ? first.values.length : (first?.codes.length ?? 0);

/** Some rows of columns of numbers, one row after another. */
export function rowMajor(columns: readonly NumberColumn[], { from, to }: RowRange): Float32Array {
  const width = columns.length;
  const values = new Float32Array(width * (to - from));
  columns.forEach((column, at) =>
    column.values.subarray(from, to).forEach((value, row) => (values[row * width + at] = value)),
  );
  return values;
}

/** Levels that occur more rarely in training are told together as others. */
const leastRows = 3;
/** At most this many levels of a column have a number of their own, the most frequent ones. */
const mostLevels = 50;

/** Whether a name is that of an identifier: id, customerID, row_id. */
export const isNameOfIdentifier = (name: string): boolean =>
  /(^|[\s_.-])(id|index)$/i.test(name) || /[a-z](ID|Id)$/.test(name);

/** Whether a column without a name of its own, or called "#", counts the rows, as an index that a program wrote does. */
export const isRowNumber = ({ name, values }: NumberColumn): boolean =>
  /^(c\d+|#)$/.test(name) &&
  values.length > 10 &&
  values.every((value, row) => value === (values[0] as number) + row);

/** From this many words on, most values of a column are texts to be read rather than names. */
const leastWords = 4;

function isProse(values: Iterable<string>): boolean {
  const words = Array.from(values, (value) => value.trim().split(/\s+/).length);
  return words.filter((of) => of >= leastWords).length > words.length / 2;
}

const isEveryOther = (distinct: number, present: number): boolean => present > 10 && distinct > present / 2;

/** @param sorted ascending. */
function medianOf(sorted: Float64Array): number {
  const middle = sorted.length >> 1;
  const upper = sorted[middle] as number;
  return sorted.length % 2 ? upper : ((sorted[middle - 1] as number) + upper) / 2;
}

function fitNumbers(column: NumberColumn, rows: Int32Array): ColumnEncoding | LeftOut {
  const { name, values } = column;
  if (isRowNumber(column)) return { name, why: "rowNumber" };
  const present = Float64Array.from(rows, (row) => values[row] as number).filter(
    (value) => !Number.isNaN(value),
  );
  if (present.length === 0) return { name, why: "empty" };
  const sorted = present.toSorted();
  const distinct = sorted.reduce((count, value, i) => count + Number(i === 0 || value !== sorted[i - 1]), 0);
  const hasGaps = present.length < rows.length;
  if (distinct === 1 && !hasGaps) return { name, why: "constant" };
  const isWhole = sorted.every(Number.isInteger);
  if (isWhole && distinct === rows.length && rows.length > 10 && isNameOfIdentifier(name))
    return { name, why: "identifier" };
  if (!hasGaps && Math.fround(sorted[0] as number) === Math.fround(sorted.at(-1) as number))
    return { name, why: "tooClose" };
  return { kind: "number", name, fill: medianOf(sorted), isFlagged: hasGaps };
}

function fitLevels({ name, codes, levels }: LevelColumn, rows: Int32Array): ColumnEncoding | LeftOut {
  const counts = new Map<string, number>();
  for (const row of rows) {
    const level = levels[codes[row] as number] ?? "";
    counts.set(level, (counts.get(level) ?? 0) + 1);
  }
  const gaps = counts.get("") ?? 0;
  if (gaps === rows.length) return { name, why: "empty" };
  if (counts.size === 1) return { name, why: "constant" };
  const present = rows.length - gaps;
  if (isEveryOther(counts.size - Number(gaps > 0), present))
    return { name, why: isProse(counts.keys()) ? "prose" : "identifier" };
  const known = [...counts]
    .filter(([, count]) => count >= leastRows)
    .toSorted(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1))
    .slice(0, mostLevels)
    .map(([level]) => level)
    .toSorted();
  if (known.length === 0) return { name, why: "identifier" };
  return { kind: "levels", name, levels: known, hasOther: known.length < counts.size };
}

/** Why columns are left out, for people. */
export const leftOutReasons: Readonly<Record<LeftOut["why"], string>> = {
  constant: "one value only",
  identifier: "nearly every value that is there occurs once",
  prose: "texts of which nearly each occurs once; --text reads such a column, and then no others",
  rowNumber: "it counts the rows",
  empty: "no values",
  tooClose: "its numbers are closer together than float32, which a model takes, tells apart",
};

/** The place of each level of a column in an order; NaN for a gap, and for a level that is not in it. */
export function placesOf({ codes, levels }: LevelColumn, order: readonly string[]): Float32Array {
  const places = levels.map((level) => positionAmong(order, level));
  return Float32Array.from(codes, (code) => {
    const place = places[code] ?? -1;
    return place < 0 ? Number.NaN : place;
  });
}

function fitOrdinal(
  column: LevelColumn,
  order: readonly string[],
  rows: Int32Array,
): ColumnEncoding | LeftOut {
  const { name } = column;
  const places = placesOf(column, order);
  const present = Float64Array.from(rows, (row) => places[row] as number)
    .filter((place) => !Number.isNaN(place))
    .toSorted();
  if (present.length === 0) return { name, why: "empty" };
  const hasGaps = present.length < rows.length;
  if (present[0] === present.at(-1) && !hasGaps) return { name, why: "constant" };
  return { kind: "ordinal", name, levels: order, fill: medianOf(present), isFlagged: hasGaps };
}

function fitColumn(column: NumberColumn | LevelColumn, rows: Int32Array): ColumnEncoding | LeftOut {
  if (column.kind === "numbers") return fitNumbers(column, rows);
  return column.order ? fitOrdinal(column, column.order, rows) : fitLevels(column, rows);
}

const isLeftOut = (fitted: ColumnEncoding | LeftOut): fitted is LeftOut => "why" in fitted;

/**
 * Learns from training rows how columns become numbers.
 * @throws UserError when there is nothing to learn from in any of them.
 */
export function fitEncoding({ columns }: Columns, trainRows: Int32Array): Encoding {
  const fitted = columns.map((column) => fitColumn(column, trainRows));
  const leftOut = fitted.filter(isLeftOut);
  if (leftOut.length === fitted.length)
    throw new UserError({
      where: "The columns of the table",
      got: listed(leftOut.map(({ name, why }) => `"${name}" (${leftOutReasons[why]})`)),
      expected: "at least one column to learn from",
    });
  return { columns: fitted.filter((column): column is ColumnEncoding => !isLeftOut(column)), leftOut };
}

/** What the numbers of an encoded column are called, in order. */
export const encodedNames = (encoding: ColumnEncoding): readonly string[] =>
  encoding.kind !== "levels"
    ? [encoding.name, ...(encoding.isFlagged ? [`${encoding.name} is missing`] : [])]
    : [
        ...encoding.levels.map((level) =>
          level === "" ? `${encoding.name} is missing` : `${encoding.name} = ${level}`,
        ),
        ...(encoding.hasOther ? [`${encoding.name} = other`] : []),
      ];

/** Whether each number of an encoded column is 0 or 1 by its nature: it needs no scale of its own. */
const indicatorsOf = (encoding: ColumnEncoding): readonly boolean[] =>
  encodedNames(encoding).map((_, i) => encoding.kind === "levels" || i > 0);

/** The position of the number that stands for a level: beyond the last where none does. */
export function levelPosition({ levels }: Pick<LevelEncoding, "levels">, level: string): number {
  const position = positionAmong(levels, level);
  return position < 0 ? levels.length : position;
}

interface Target {
  readonly values: Float32Array | Float64Array;
  readonly width: number;
  readonly at: number;
}

/** The numbers of a column that becomes one, with its gaps. */
export const numbersFrom = (
  encoding: NumberEncoding | OrdinalEncoding,
  column: NumberColumn | LevelColumn,
): NumberColumn["values"] =>
  column.kind === "numbers"
    ? column.values
    : placesOf(column, encoding.kind === "ordinal" ? encoding.levels : column.levels);

function writeNumbers(
  encoding: NumberEncoding | OrdinalEncoding,
  column: NumberColumn | LevelColumn,
  { values, width, at }: Target,
) {
  const { fill, isFlagged } = encoding;
  numbersFrom(encoding, column).forEach((value, row) => {
    const isGap = Number.isNaN(value);
    values[row * width + at] = isGap ? fill : value;
    if (isFlagged) values[row * width + at + 1] = isGap ? 1 : 0;
  });
}

function writeLevels(encoding: LevelEncoding, { codes, levels }: LevelColumn, { values, width, at }: Target) {
  const size = encodedNames(encoding).length;
  const positions = levels.map((level) => levelPosition(encoding, level));
  const gap = levelPosition(encoding, "");
  codes.forEach((code, row) => {
    const position = code < 0 ? gap : (positions[code] as number);
    if (position < size) values[row * width + at + position] = 1;
  });
}

/** Writes the numbers of all rows: `[rows, numbers of the encoding]`, zeros before. */
function writeAll<T extends Float32Array | Float64Array>(table: Columns, encoding: Encoding, values: T): T {
  const width = encoding.columns.flatMap(encodedNames).length;
  let at = 0;
  for (const column of encoding.columns) {
    const source = table.columns.find(({ name }) => name === column.name);
    const target = { values, width, at };
    if (column.kind === "levels") writeLevels(column, source as LevelColumn, target);
    else writeNumbers(column, source as NumberColumn | LevelColumn, target);
    at += encodedNames(column).length;
  }
  return values;
}

/** The numbers of all rows with all the digits that their columns have: `[rows, numbers of the encoding]`. */
export const exactNumbers = (table: Columns, encoding: Encoding): Float64Array =>
  writeAll(
    table,
    encoding,
    new Float64Array(rowCount(table.columns) * encoding.columns.flatMap(encodedNames).length),
  );

/** The numbers of all rows. */
export function encodeColumns(table: Columns, encoding: Encoding): NumberInputs {
  const names = encoding.columns.flatMap(encodedNames);
  const width = names.length;
  return {
    kind: "table",
    shape: [width],
    values: writeAll(table, encoding, new Float32Array(rowCount(table.columns) * width)),
    columns: names,
    encoded: { by: encoding, indicators: encoding.columns.flatMap(indicatorsOf), from: table },
  };
}
