import { bug, counted, UserError } from "../base/index.ts";
import type { SourceDataset } from "./dataset.ts";
import { dealGroups, joinedGroups } from "./groups.ts";
import { inTime, labelsToKeep, type Order, shuffled } from "./order.ts";
import { placeBetweenTimes } from "./times.ts";

export interface FoldsSpec extends Order {
  /** At least 2. */
  readonly count: number;
}

/** The rows of one fold, and those to learn from while it is held out; both ascending. */
export interface Fold {
  readonly heldOut: Int32Array;
  readonly rest: Int32Array;
}

/**
 * Deals rows to folds of equal size: every row is held out once. Each class is spread evenly where `stratify` says so, and
 * groups stay whole. Rows with times come in blocks: each block is held out beside all that was before it, and the rows
 * before the first block never are. The same rows and seed give the same folds.
 * @param rows ascending.
 * @throws UserError where there are fewer rows, rows of a class, groups or times than folds.
 */
export function folds(dataset: SourceDataset, rows: Int32Array, spec: FoldsSpec, seed: number): Fold[] {
  checkCount(dataset, rows, spec);
  if (dataset.times) return blocksInTime(dataset, rows, spec.count);
  return heldOutRows(dataset, rows, spec, seed).map((fold) => {
    const heldOut = fold.toSorted();
    const held = new Set(heldOut);
    return { heldOut, rest: rows.filter((row) => !held.has(row)) };
  });
}

function heldOutRows(dataset: SourceDataset, rows: Int32Array, spec: FoldsSpec, seed: number): Int32Array[] {
  const { count } = spec;
  const numbers = Array.from({ length: count }, (_, i) => i);
  const labels = labelsToKeep(dataset, spec);
  if (dataset.groups) {
    const grouping = { groups: dataset.groups, labels };
    const shares = numbers.map(() => 1 / count);
    return dealGroups(rows, grouping, shares, seed).map(joinedGroups);
  }
  if (spec.order === "file")
    return numbers.map((i) => rows.slice((i * rows.length) / count, ((i + 1) * rows.length) / count));
  const line = shuffled(rows, seed, "folds");
  // Dealt one by one class after class, no fold has two rows more of a class than another, nor two rows more in all.
  if (labels) line.sort((a, b) => (labels[a] as number) - (labels[b] as number));
  return numbers.map((i) => line.filter((_, at) => at % count === i));
}

function blocksInTime({ name, times }: SourceDataset, rows: Int32Array, count: number): Fold[] {
  const line = inTime(rows, times ?? bug("blocks without times"));
  const places = Array.from({ length: count + 2 }, (_, block) =>
    placeBetweenTimes(line, times, Math.round((block * line.length) / (count + 1))),
  );
  if (new Set(places).size < places.length) {
    const there = new Set(Array.from(rows, (row) => times?.[row])).size;
    throw fewer(name, count, `${there} different times, too unevenly filled for that`);
  }
  return places.slice(1, -1).map((place, i) => ({
    heldOut: line.slice(place, places[i + 2]).toSorted(),
    rest: line.slice(0, place).toSorted(),
  }));
}

const fewer = (name: string, count: number, there: string, or = ""): UserError =>
  new UserError({
    where: `The folds of ${name}`,
    got: `${counted(count, "fold")} for ${there}`,
    expected: "at least one of them for each fold",
    hint: `Ask for fewer folds${or}`,
  });

function checkCount(dataset: SourceDataset, rows: Int32Array, spec: FoldsSpec): void {
  const { name, groups, times, targets } = dataset;
  const { count } = spec;
  if (rows.length < count) throw fewer(name, count, counted(rows.length, "row"));
  const different = new Set(groups && Array.from(rows, (row) => groups[row])).size;
  if (groups && different < count) throw fewer(name, count, counted(different, "group"));
  const labels = labelsToKeep(dataset, spec);
  if (!labels || targets.kind !== "classes" || groups || times || spec.order === "file") return;
  targets.classes.forEach((title, label) => {
    const there = rows.filter((row) => labels[row] === label).length;
    if (there > 0 && there < count)
      throw fewer(
        name,
        count,
        `${counted(there, "row")} of class "${title}"`,
        ", or set split.stratify to false",
      );
  });
}
