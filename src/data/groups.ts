import { bug } from "../base/index.ts";
import { shuffled } from "./order.ts";

/** What rows are dealt by. */
export interface Grouping {
  /** The group of each row of the data set. */
  readonly groups: Int32Array;
  /** The class of each row, where the proportions of the classes count. */
  readonly labels: Int32Array | undefined;
}

/** The rows of each group, in a random order of the groups. */
export function groupsOf(rows: Int32Array, groups: Int32Array, seed: number): Int32Array[] {
  const members = new Map<number, number[]>();
  for (const row of shuffled(rows, seed, "groups")) {
    const group = groups[row] as number;
    const known = members.get(group);
    if (known) known.push(row);
    else members.set(group, [row]);
  }
  return [...members.values()].map((group) => Int32Array.from(group).toSorted());
}

/**
 * Deals whole groups to shares of the rows, from the largest group on: each to the share that lacks most of what the group
 * holds, class by class, and none left empty while there are groups. Gives the groups of each share, in a random order.
 */
export function dealGroups(
  rows: Int32Array,
  { groups, labels }: Grouping,
  shares: readonly number[],
  seed: number,
): Int32Array[][] {
  const labelOf = (row: number): number => labels?.[row] ?? 0;
  const totals = countsOf(rows, labelOf);
  const lacking = shares.map((share) => totals.map((total) => share * total));
  const random = groupsOf(rows, groups, seed);
  const bySize = random.map((_, i) => i).toSorted((a, b) => sizeOf(random, b) - sizeOf(random, a));
  const dealt = shares.map((): number[] => []);
  bySize.forEach((index, done) => {
    const counts = countsOf(random[index] ?? bug("no such group"), labelOf);
    const empty = shares.filter((share, i) => share > 0 && dealt[i]?.length === 0).length;
    const isScarce = bySize.length - done <= empty;
    const wants = shares.map((share, i) =>
      share === 0 || (isScarce && dealt[i]?.length !== 0)
        ? -Infinity
        : counts.reduce(
            (sum, count, label) => sum + (count * (lacking[i]?.[label] ?? 0)) / (totals[label] || 1),
            0,
          ),
    );
    const taker = wants.indexOf(Math.max(...wants));
    dealt[taker]?.push(index);
    lacking[taker] = (lacking[taker] ?? []).map((lack, label) => lack - (counts[label] ?? 0));
  });
  return dealt.map((taken) =>
    taken.toSorted((a, b) => a - b).map((index) => random[index] ?? bug("no such group")),
  );
}

const sizeOf = (groups: readonly Int32Array[], index: number): number => groups[index]?.length ?? 0;

function countsOf(rows: Int32Array, labelOf: (row: number) => number): number[] {
  const counts: number[] = [];
  for (const row of rows) counts[labelOf(row)] = (counts[labelOf(row)] ?? 0) + 1;
  return Array.from(counts, (count) => count ?? 0);
}

/** Rows of groups, one group after another. */
export function joinedGroups(groups: readonly Int32Array[]): Int32Array {
  const rows = new Int32Array(groups.reduce((total, group) => total + group.length, 0));
  let at = 0;
  for (const group of groups) {
    rows.set(group, at);
    at += group.length;
  }
  return rows;
}

/** The first groups that together come closest to so many rows, at least one of them. */
export function firstGroups(groups: readonly Int32Array[], rows: number): Int32Array[] {
  let held = 0;
  let count = 0;
  for (const group of groups) {
    if (count > 0 && held + group.length / 2 > rows) break;
    held += group.length;
    count++;
  }
  return groups.slice(0, count);
}
