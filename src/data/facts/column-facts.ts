// What each column of a table holds, and what became of it.
import { encodedNames, leftOutReasons } from "../columns.ts";
import type { Dataset, LevelColumn, NumberColumn, NumberInputs } from "../dataset.ts";

/** A column of a table over all rows. */
export interface ColumnFacts {
  readonly name: string;
  readonly holds: "numbers" | "categories" | "ordered categories";
  /** How many rows have no value. */
  readonly missing: number;
  /** Of numbers. */
  readonly range?: { readonly least: number; readonly mean: number; readonly most: number };
  /** Of categories: how many there are, and the most frequent ones with their rows. */
  readonly levels?: number;
  readonly frequent?: readonly (readonly [level: string, rows: number])[];
  /** How many numbers the model gets for it; 0 for one that is left out. */
  readonly inputs: number;
  /** Why it is left out. */
  readonly leftOut?: string;
}

/** The columns of a table, or the first ones of many. */
export interface ColumnsFacts {
  /** How many columns there are. */
  readonly count: number;
  /** How many of them have gaps, and how many gaps there are. */
  readonly withGaps: number;
  readonly gaps: number;
  readonly first: readonly ColumnFacts[];
}

/** More columns than this nobody reads one by one. */
const mostTold = 100;
const mostFrequent = 3;

type Told = Pick<ColumnFacts, "missing" | "range" | "levels" | "frequent">;

/** @param width, at values `at`, `at + width`, …; all values where absent. */
function numbersTold(values: ArrayLike<number>, at = 0, width = 1): Told {
  let [least, most, total, present] = [Infinity, -Infinity, 0, 0];
  for (let i = at; i < values.length; i += width) {
    const value = values[i] as number;
    if (Number.isNaN(value)) continue;
    if (value < least) least = value;
    if (value > most) most = value;
    total += value;
    present++;
  }
  const missing = Math.floor(values.length / width) - present;
  return { missing, ...(present > 0 && { range: { least, mean: total / present, most } }) };
}

function levelsTold({ codes, levels }: LevelColumn): Told {
  const counts = new Float64Array(levels.length);
  let missing = 0;
  for (const code of codes) {
    if (code < 0) missing++;
    else counts[code] = (counts[code] as number) + 1;
  }
  const frequent = [...counts.keys()]
    .filter((code) => (counts[code] as number) > 0)
    .toSorted((a, b) => (counts[b] as number) - (counts[a] as number) || a - b)
    .slice(0, mostFrequent)
    .map((code) => [levels[code] as string, counts[code] as number] as const);
  return { missing, levels: counts.filter((rows) => rows > 0).length, frequent };
}

const told = (column: NumberColumn | LevelColumn): Told =>
  column.kind === "numbers" ? numbersTold(column.values) : levelsTold(column);

/** Columns that were encoded, as the file has them. */
function* encodedColumns({ by, from }: NonNullable<NumberInputs["encoded"]>): Generator<ColumnFacts> {
  const encodings = new Map(by.columns.map((encoding) => [encoding.name, encoding]));
  const leftOut = new Map(by.leftOut.map(({ name, why }) => [name, leftOutReasons[why]]));
  for (const column of from.columns) {
    const { name, kind } = column;
    const encoding = encodings.get(name);
    const why = leftOut.get(name);
    yield {
      name,
      holds: kind === "numbers" ? "numbers" : column.order ? "ordered categories" : "categories",
      ...told(column),
      inputs: encoding ? encodedNames(encoding).length : 0,
      ...(why !== undefined && { leftOut: why }),
    };
  }
}

/** Columns of numbers without gaps. */
function* plainColumns(inputs: NumberInputs): Generator<ColumnFacts> {
  const { shape, stream, columns } = inputs;
  const width = shape[0] as number;
  for (let at = 0; at < width; at++) {
    const numbers = stream?.numbers?.(at);
    yield {
      name: columns?.[at] ?? `c${at}`,
      holds: "numbers",
      ...(numbers ? numbersTold(numbers) : numbersTold(inputs.values, at, width)),
      inputs: 1,
    };
  }
}

/** The columns of a table; nothing for images and texts. */
export function columnsFacts({ inputs }: Pick<Dataset, "inputs">): ColumnsFacts | undefined {
  if (inputs.kind !== "table" || inputs.shape.length !== 1) return undefined;
  const first: ColumnFacts[] = [];
  let [count, withGaps, gaps] = [0, 0, 0];
  for (const column of inputs.encoded ? encodedColumns(inputs.encoded) : plainColumns(inputs)) {
    if (count++ < mostTold) first.push(column);
    if (column.missing > 0) withGaps++;
    gaps += column.missing;
  }
  return { count, withGaps, gaps, first };
}
