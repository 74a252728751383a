// Values that may stand for "no value": numbers such as -999 far from all others, a word among numbers.
import { shellWord, shortestDecimal, count } from "../../base/index.ts";
import { isNumeric } from "../csv-dialect.ts";
import type { Columns, Dataset, LevelColumn, NumberInputs } from "../dataset.ts";

/** A value that may stand for a missing one in some columns. */
export interface SuspectedMark {
  readonly mark: string;
  readonly columns: readonly {
    readonly name: string;
    /** How many rows hold the mark, of those that have a value. */
    readonly rows: number;
    readonly of: number;
    /** The least and the largest of the other numbers. */
    readonly others: readonly [least: number, most: number];
  }[];
  /** Columns in which the same number stands among others like it. */
  readonly elsewhere: readonly string[];
}

type Found = SuspectedMark["columns"][number] & { readonly mark: string };

type Marked = Pick<SuspectedMark, "mark" | "columns">;

/** Numbers of a column: every `width`-th from `at` on. */
interface Numbers {
  readonly name: string;
  readonly values: ArrayLike<number>;
  readonly at: number;
  readonly width: number;
}

/** The least of some numbers, how often it occurs, and the next larger one. */
class Edge {
  least = Infinity;
  rows = 0;
  next = Infinity;

  see(value: number): void {
    if (value > this.next) return;
    if (value === this.least) this.rows++;
    else if (value < this.least) {
      this.next = this.least;
      this.least = value;
      this.rows = 1;
    } else this.next = value;
  }
}

/** A mark is no chance: this many rows have it, and this share of them. */
const fewestRows = 3;
const leastShare = 0.002;

/** Programs write -99, -999, 9999 and the like. */
const isNines = (value: number): boolean => /^-?9{2,}$/.test(String(value));

/** How far from the next number, in widths of all others, a 0 lies or a number that is written in nines alone. */
const codeApart = 0.1;
/** Zeros that are more are the column's own: nothing happened, nothing was paid. */
const mostZeros = 0.2;

/** Whether a number is one that programs and people write for no value, with how many of the rows have it. */
const isCode = (value: number, share: number): boolean =>
  isNines(value) || (value === 0 && share <= mostZeros);

/**
 * Whether the outermost number of a column lies apart from the others: farther from the next one than all others spread, or
 * the only one below 0 and at most −9, or a code a tenth of that spread away.
 * @param others those within, from one end to the other: at least three different ones.
 * @param share of the rows that have the number.
 */
function isApart(value: number, [from, to]: readonly [number, number], share: number): boolean {
  const spread = to - from;
  const distance = value < from ? from - value : value - to;
  if (distance > spread) return true;
  if (value <= -9 && from >= 0 && Number.isInteger(value)) return true;
  return isCode(value, share) && distance > codeApart * spread;
}

/** A column of so many different numbers holds measurements and no steps of a scale, where 0 is one of them. */
const fewestNumbers = 10;

function areMany({ values, at, width }: Numbers): boolean {
  const different = new Set<number>();
  for (let i = at; i < values.length && different.size <= fewestNumbers; i += width)
    if (!Number.isNaN(values[i])) different.add(values[i] as number);
  return different.size > fewestNumbers;
}

function* marksAmongNumbers(column: Numbers): Generator<Found> {
  const { name, values, at, width } = column;
  const [low, high] = [new Edge(), new Edge()];
  let present = 0;
  for (let i = at; i < values.length; i += width) {
    const value = values[i] as number;
    if (Number.isNaN(value)) continue;
    present++;
    low.see(value);
    high.see(-value);
  }
  const sides = [
    { value: low.least, rows: low.rows, others: [low.next, -high.least] as const, third: -high.next },
    { value: -high.least, rows: high.rows, others: [low.least, -high.next] as const, third: low.next },
  ];
  for (const { value, rows, others, third } of sides) {
    const isMore = others[0] < third && third < others[1];
    const isOften = rows >= fewestRows && rows >= leastShare * present;
    if (!isMore || !isOften || !isApart(value, others, rows / present)) continue;
    if (value !== 0 || areMany(column))
      yield {
        mark: String(shortestDecimal(value)),
        name,
        rows,
        of: present,
        others: [shortestDecimal(others[0]), shortestDecimal(others[1])],
      };
  }
}

const mostWords = 2;

/** Words that repeat among levels which are numbers otherwise: a few words make a column of numbers one of categories. */
function* marksAmongLevels({ name, codes, levels }: LevelColumn): Generator<Found> {
  const words = levels.flatMap((level, code) => (isNumeric(level) ? [] : [code]));
  const isMixed = words.length > 0 && words.length <= mostWords;
  if (!isMixed || levels.length - words.length < fewestNumbers) return;
  const counts = new Float64Array(levels.length);
  let of = 0;
  for (const code of codes) {
    if (code < 0) continue;
    counts[code] = (counts[code] as number) + 1;
    of++;
  }
  const numbers = levels.filter(isNumeric).map(Number);
  const others = [
    numbers.reduce((a, b) => Math.min(a, b)),
    numbers.reduce((a, b) => Math.max(a, b)),
  ] as const;
  for (const code of words) {
    const rows = counts[code] as number;
    if (rows >= fewestRows) yield { mark: levels[code] as string, name, rows, of, others };
  }
}

/** Complete columns of numbers. What is streamed has no `values` to ask for. */
function* plainColumns(inputs: NumberInputs): Generator<Numbers> {
  const width = inputs.shape[0] as number;
  for (let at = 0; at < width; at++) {
    const name = inputs.columns?.[at] ?? `c${at}`;
    const numbers = inputs.stream?.numbers?.(at);
    yield numbers ? { name, values: numbers, at: 0, width: 1 } : { name, values: inputs.values, at, width };
  }
}

/** Columns as their file has them, one after another: those on disk are not all to be in memory. */
function* fileColumns({ columns }: Columns): Generator<Numbers | LevelColumn> {
  for (const column of columns)
    yield column.kind === "levels" ? column : { name: column.name, values: column.values, at: 0, width: 1 };
}

/** The columns of a table as it was read. */
function inputColumns({ inputs }: Pick<Dataset, "inputs">): Iterable<Numbers | LevelColumn> {
  if (inputs.kind !== "table" || inputs.shape.length !== 1) return [];
  return inputs.encoded ? fileColumns(inputs.encoded.from) : plainColumns(inputs);
}

/** The numbers to predict, as gaps in these weigh most, and the columns of a table as it was read. */
function* columnsOf(dataset: Pick<Dataset, "inputs" | "targets">): Generator<Numbers | LevelColumn> {
  const { targets } = dataset;
  if (targets.kind === "numbers")
    for (const [at, name] of targets.columns.entries())
      yield { name, values: targets.values, at, width: targets.columns.length };
  yield* inputColumns(dataset);
}

function holds({ values, at, width }: Numbers, wanted: number): boolean {
  for (let i = at; i < values.length; i += width) if (values[i] === wanted) return true;
  return false;
}

/** The columns of numbers that hold a mark and are not suspected themselves. */
function elsewhere(columns: Iterable<Numbers | LevelColumn>, { mark, columns: own }: Marked): string[] {
  const value = Math.fround(Number(mark));
  const names: string[] = [];
  for (const column of columns)
    if (!("codes" in column) && !own.some(({ name }) => name === column.name) && holds(column, value))
      names.push(column.name);
  return names;
}

/** The values of a table that may stand for missing ones, the most frequent first. */
export function suspectedMarks(dataset: Pick<Dataset, "inputs" | "targets">): readonly SuspectedMark[] {
  const found: Found[] = [];
  for (const column of columnsOf(dataset))
    found.push(...("codes" in column ? marksAmongLevels(column) : marksAmongNumbers(column)));
  return [...new Set(found.map(({ mark }) => mark))]
    .map(
      (mark): Marked => ({
        mark,
        columns: found.filter((one) => one.mark === mark).map(({ mark: _, ...column }) => column),
      }),
    )
    .map((marked) => ({ ...marked, elsewhere: elsewhere(columnsOf(dataset), marked) }))
    .toSorted((a, b) => rowsOf(b) - rowsOf(a));
}

const rowsOf = ({ columns }: SuspectedMark): number => columns.reduce((total, { rows }) => total + rows, 0);

const mostNamed = 4;

function columnsText({ columns }: SuspectedMark): string {
  const [first] = columns;
  if (columns.length === 1 && first)
    return `in ${count(first.rows)} of ${count(first.of)} rows of "${first.name}", whose other numbers are ${first.others.join(" to ")}`;
  const shown = columns.slice(0, mostNamed).map(({ name, rows }) => `"${name}" (${count(rows)} rows)`);
  const more = columns.length - shown.length;
  return `in ${shown.join(", ")}${more > 0 ? ` and ${count(more)} more columns` : ""}, apart from their other numbers`;
}

/** How a mark is said to be one: for all columns, or where it is a number elsewhere for the columns alone. */
function flagText({ mark, columns, elsewhere }: SuspectedMark): string {
  if (elsewhere.length === 0)
    return `--missing ${shellWord(/[",]/.test(mark) ? JSON.stringify(mark) : mark)}`;
  const byColumn = Object.fromEntries(columns.map(({ name }) => [name, mark]));
  return `--set ${shellWord(`data.missing=${JSON.stringify(byColumn)}`)}`;
}

/** What may stand for a missing value and how to say that it does, a sentence each without its full stop. */
export const suspectSentences = (marks: readonly SuspectedMark[]): readonly string[] =>
  marks.map(
    (mark) =>
      `${mark.mark} stands ${columnsText(mark)}; if it means that there is no value, say ${flagText(mark)}`,
  );
