// Which columns of numbers need more digits than float32 holds.
import { isNameOfIdentifier } from "./columns.ts";
import type { Columns, NumberColumn } from "./dataset.ts";
import { type Collected, collect, type InMemory } from "./table-collect.node.ts";
import type { Reading } from "./table-readings.node.ts";
import type { Table } from "./table.node.ts";

/** Whole numbers up to this one are each a float32. */
const mostWhole = 2 ** 24;
/** Numbers that are apart by less than this share of their size have too few float32 between them. */
const leastSpread = 2 ** -12;

/** Whether float32 is too coarse for numbers, of which it is known what they are in it. */
function needsDouble(least: number, greatest: number): boolean {
  const furthest = Math.max(-least, greatest);
  const isClose = least < greatest && greatest - least < leastSpread * furthest;
  return furthest < Infinity && (furthest > mostWhole || isClose);
}

/** The least and the greatest number; of none of them it is 0. */
function extremesOf(values: NumberColumn["values"]): readonly [number, number] {
  let [least, greatest] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  return least > greatest ? [0, 0] : [least, greatest];
}

/** A column of numbers as texts: each its own, however many digits it has. */
const asTexts = ({ index, name, type, isGuess }: Reading): Reading => ({
  index,
  name,
  type,
  isGuess,
  kind: "levels",
  common: [],
});

const ofSample: InMemory = { most: Infinity, always: [], rows: 0 };

/** Values in which is looked whether a model tells them apart. */
const mostCompared = 100_000;

/** What is lost of columns whose numbers a model takes with fewer digits than they have, each a sentence for people. */
export const lostDigits = (columns: Columns["columns"]): readonly string[] =>
  columns.flatMap((column) => {
    if (column.kind !== "numbers" || !(column.values instanceof Float64Array)) return [];
    const { name } = column;
    const values = column.values.subarray(0, mostCompared).filter((value) => !Number.isNaN(value));
    const exact = new Set(values).size;
    const taken = new Set(Float32Array.from(values)).size;
    const isLeftOut = taken === 1 || (isNameOfIdentifier(name) && exact === values.length);
    if (taken === exact || isLeftOut) return [];
    const counts = `${exact.toLocaleString("en-US")} different values become ${taken.toLocaleString("en-US")}`;
    return `the numbers of "${name}" are too far from 0 to be told apart (float32: ${counts}); subtract the least of them from all`;
  });

/** How a column is to be read instead, by what the sample holds; nothing where it is well read. */
function better(reading: Reading, column: Collected["columns"][number] | undefined, group?: number) {
  if (column?.kind !== "numbers") return undefined;
  const { index, name, type, isGuess } = reading;
  const [least, greatest] = extremesOf(column.values);
  if (index === group && Math.max(-least, greatest) > Number.MAX_SAFE_INTEGER) return asTexts(reading);
  if (type === "DOUBLE") return undefined;
  return needsDouble(least, greatest) || (isGuess && isNameOfIdentifier(name))
    ? asDouble(reading)
    : undefined;
}

const asDouble = (reading: Reading): Reading => ({ ...reading, type: "DOUBLE" });

/** What is read with all its digits, by positions in the file. */
export interface Told {
  /** Columns that are read for more than to learn from: the target and those with a role. They stay in memory. */
  readonly columns: readonly number[];
  /** Those that are read with all their digits in any case. */
  readonly exact: readonly number[];
  /** The one among them of which only equality counts: texts will do. */
  readonly group: number | undefined;
}

/** Some columns in place of others. */
function replaced(
  { columns, levelCounts, firstInfinite }: Collected,
  by: Collected,
  places: readonly number[],
): Collected {
  const pick = <T>(all: readonly T[], others: readonly T[]): readonly T[] => {
    const picked = [...all];
    places.forEach((place, at) => (picked[place] = others[at] as T));
    return picked;
  };
  return {
    columns: pick(columns, by.columns),
    levelCounts: pick(levelCounts, by.levelCounts),
    firstInfinite: pick(firstInfinite, by.firstInfinite),
  };
}

/**
 * Reads a table to the end, columns in double precision whose numbers need it by what the sample shows of them. No file is
 * passed over for this: a sample that holds all rows is read again for these columns, another one before.
 */
export async function collectExact(
  table: Table,
  found: readonly Reading[],
  { columns, exact, group }: Told,
  { isSampleWhole, most }: { readonly isSampleWhole: boolean; readonly most: number },
): Promise<{ readonly readings: readonly Reading[]; readonly read: Collected }> {
  const inMemory = { most, always: columns };
  const asked = found.map((reading) =>
    reading.kind === "numbers" && exact.includes(reading.index) ? asDouble(reading) : reading,
  );
  const places = asked.flatMap(({ kind }, at) => (isSampleWhole || kind === "numbers" ? at : []));
  const sampled = places.map((at) => ({ ...(asked[at] as Reading), isGuess: false }));
  const seen = await collect(table, sampled, true, isSampleWhole ? inMemory : ofSample);
  const readings = [...asked];
  const changed = places.filter((place, at) => {
    const other = better(asked[place] as Reading, seen.columns[at], group);
    if (other) readings[place] = other;
    return other !== undefined;
  });
  if (!isSampleWhole) return { readings, read: await collect(table, readings, false, inMemory) };
  const again = await collect(
    table,
    changed.map((place) => readings[place] as Reading),
    true,
    inMemory,
  );
  return { readings, read: replaced(seen, again, changed) };
}
