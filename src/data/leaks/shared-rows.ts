// Rows that a model cannot tell apart in several parts of a data set.
import { bug } from "../../base/index.ts";
import { type Dataset, type Part, parts, type Targets } from "../dataset.ts";
import { keyOf, rowKeys } from "./row-keys.ts";

/** Rows of a part that is held out beside those of another part. */
export interface SharedRows {
  readonly part: "validation" | "test";
  readonly with: "train" | "validation";
  /** The rows of `part`. */
  readonly rows: number;
  /** How many of them have the inputs of a row of `with`. */
  readonly shared: number;
  /** How many of these have the target of such a row too. */
  readonly sameTarget: number;
}

/** How often rows repeat. */
export interface Repeats {
  readonly pairs: readonly SharedRows[];
  /** How many training rows have the inputs of another one. */
  readonly training: { readonly rows: number; readonly repeated: number };
}

/** A number for the target of each row. */
function targetWords(targets: Targets): (row: number) => ArrayLike<number> {
  if (targets.kind === "classes") return (row) => targets.labels.subarray(row, row + 1);
  const width = targets.columns.length;
  const { buffer, byteOffset, length } = targets.values;
  const words = new Uint32Array(buffer, byteOffset, length);
  return (row) => words.subarray(row * width, (row + 1) * width);
}

/** Whether ascending numbers hold one. */
function holds(sorted: Float64Array, key: number): boolean {
  let [from, to] = [0, sorted.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((sorted[middle] as number) < key) from = middle + 1;
    else to = middle;
  }
  return sorted[from] === key;
}

const wordsOfKey = (key: number): number[] => [key >>> 0, Math.floor(key / 2 ** 32)];

/** Rows that occur in several parts, and those that training holds more than once. Memory: 8 bytes a row, twice. */
export function sharedRows({ inputs, targets }: Dataset, rows: Readonly<Record<Part, Int32Array>>): Repeats {
  const keys = rowKeys(inputs);
  const target = targetWords(targets);
  const inputKey = (row: number): number => keys[row] ?? bug("a row without a key");
  const wholeKey = (row: number): number => keyOf([...wordsOfKey(inputKey(row)), ...Array.from(target(row))]);
  const sorted = (part: Part, key: (row: number) => number): Float64Array =>
    Float64Array.from(rows[part], key).toSorted();
  const known = { train: sorted("train", inputKey), validation: sorted("validation", inputKey) };
  const pair = (part: SharedRows["part"], other: SharedRows["with"]): SharedRows => {
    const shared = rows[part].filter((row) => holds(known[other], inputKey(row)));
    const whole = shared.length > 0 ? sorted(other, wholeKey) : new Float64Array();
    const sameTarget = shared.filter((row) => holds(whole, wholeKey(row))).length;
    return { part, with: other, rows: rows[part].length, shared: shared.length, sameTarget };
  };
  const all = [pair("validation", "train"), pair("test", "train"), pair("test", "validation")];
  const { train } = known;
  const repeated = train.filter((key, at) => key === train[at - 1] || key === train[at + 1]).length;
  return {
    pairs: all.filter((one) => rows[one.part].length > 0 && rows[one.with].length > 0),
    training: { rows: rows.train.length, repeated },
  };
}

/** The rows of a part whose inputs no training row has. */
export function newRows(
  { inputs }: Pick<Dataset, "inputs">,
  rows: Int32Array,
  train: Int32Array,
): Int32Array {
  const keys = rowKeys(inputs);
  const known = Float64Array.from(train, (row) => keys[row] as number).toSorted();
  return rows.filter((row) => !holds(known, keys[row] as number));
}

/** Groups of which several parts have rows, where the source fixes parts without regard to them. */
export interface SharedGroups {
  readonly groups: number;
  readonly all: number;
}

/** How many groups have rows in several parts; nothing for rows without groups. */
export function sharedGroups(
  { groups }: Pick<Dataset, "groups">,
  rows: Readonly<Record<Part, Int32Array>>,
): SharedGroups | undefined {
  if (!groups) return undefined;
  const held = new Map<number, Set<Part>>();
  for (const part of parts)
    for (const row of rows[part]) {
      const group = groups[row] as number;
      held.set(group, (held.get(group) ?? new Set()).add(part));
    }
  const shared = [...held.values()].filter(({ size }) => size > 1).length;
  return { groups: shared, all: held.size };
}
