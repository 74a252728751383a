import { bug, permutation, stream, UserError } from "../base/index.ts";
import { type Part, parts, type SourceDataset } from "./dataset.ts";

/**
 * How the rows of a data set are divided. A number below 1 is a share of the free rows (of a given part: of its rows),
 * 1 and above a count of rows, 0 an empty part. Without a number, validation and test take a fifth each (validation a
 * sixth where the source fixes the test part), a given part is used whole, and training takes the rest.
 */
export interface SplitSpec {
  readonly train?: number | undefined;
  readonly validation?: number | undefined;
  readonly test?: number | undefined;
  /** `"file"`: training rows from the beginning, validation and test rows from the end, as the source orders them. */
  readonly order: "shuffled" | "file";
  /** Whether shuffled parts keep the proportions of the classes; without effect for numbers and in file order. */
  readonly stratify: boolean;
}

type Sizes = Record<Part, number>;

/**
 * The row indices of each part, ascending and disjoint. The training rows of a smaller `train` are among those of a
 * larger one, and validation and test rows do not depend on it.
 * @throws UserError when the parts ask for more rows than exist, a part comes out empty, or training has fewer rows
 * than there are classes or only one class.
 */
export function split(dataset: SourceDataset, spec: SplitSpec, seed: number): Record<Part, Int32Array> {
  const line = ordered(dataset, freeRows(dataset), spec, seed);
  const sizes = freeSizes(dataset, spec, line.length);
  const testFrom = line.length - sizes.test;
  const taken: Record<Part, Int32Array> = {
    train: line.slice(0, sizes.train),
    validation: line.slice(testFrom - sizes.validation, testFrom),
    test: line.slice(testFrom),
  };
  for (const part of parts) {
    if (dataset.given?.[part]) taken[part] = givenRows(dataset, part, spec, seed);
    taken[part].sort();
  }
  checkTraining(dataset, taken.train);
  return taken;
}

function freeRows(dataset: SourceDataset): Int32Array {
  const given = parts.flatMap((part) => dataset.given?.[part] ?? []);
  const free = new Int32Array(dataset.rows);
  let count = 0;
  for (let row = 0; row < dataset.rows; row++) {
    if (!given.some(({ from, to }) => row >= from && row < to)) free[count++] = row;
  }
  return free.slice(0, count);
}

/** The rows in the order in which parts are cut from them. */
function ordered(dataset: SourceDataset, rows: Int32Array, spec: SplitSpec, seed: number): Int32Array {
  if (spec.order === "file") return rows;
  const shuffled = permutation(stream(seed, "split"), rows.length).map((i) => rows[i] as number);
  return spec.stratify && dataset.targets.kind === "classes"
    ? interleaved(shuffled, dataset.targets.labels)
    : shuffled;
}

/** The rows sorted by their relative rank within their class, so that every stretch holds the classes in proportion. */
function interleaved(rows: Int32Array, labels: Int32Array): Int32Array {
  const counts = new Map<number, number>();
  const ranks = Array.from(rows, (row) => {
    const label = labels[row] as number;
    const rank = counts.get(label) ?? 0;
    counts.set(label, rank + 1);
    return { row, label, rank };
  });
  const position = ({ label, rank }: { label: number; rank: number }): number =>
    (rank + 0.5) / (counts.get(label) ?? bug("a class without rows"));
  return Int32Array.from(
    ranks.map((entry) => ({ row: entry.row, at: position(entry) })).toSorted((a, b) => a.at - b.at),
    ({ row }) => row,
  );
}

function givenRows(dataset: SourceDataset, part: Part, spec: SplitSpec, seed: number): Int32Array {
  const range = dataset.given?.[part] ?? bug(`${part} is not given`);
  const rows = Int32Array.from({ length: range.to - range.from }, (_, i) => range.from + i);
  const asked = spec[part] ?? rows.length;
  const size = rowCount(asked, rows.length);
  if (size > rows.length) throw tooMany(dataset, `${size} ${part} rows`, rows.length);
  if (size === 0 && asked > 0) throw empty(dataset, part, rows.length);
  return ordered(dataset, rows, spec, seed).slice(0, size);
}

/** How many of the free rows each part takes; 0 for given parts. */
function freeSizes(dataset: SourceDataset, spec: SplitSpec, free: number): Sizes {
  const given = dataset.given ?? {};
  const asked = {
    train: spec.train,
    validation: spec.validation ?? (given.test ? 1 / 6 : 0.2),
    test: spec.test ?? 0.2,
  };
  const taken = parts.filter((part) => !given[part]);
  const count = (part: Part, whole: number): number =>
    taken.includes(part) ? rowCount(asked[part] ?? whole, free) : 0;
  const [validation, test] = [count("validation", 0), count("test", 0)];
  const rest = Math.max(0, free - validation - test);
  const train = count("train", rest);
  const sizes = {
    train: isRounding(taken.map((part) => asked[part])) ? Math.min(train, rest) : train,
    validation,
    test,
  };
  if (sizes.train + validation + test > free) {
    throw tooMany(dataset, `${train} training, ${validation} validation and ${test} test rows`, free);
  }
  const missing = taken.find((part) => sizes[part] === 0 && (part === "train" || asked[part] !== 0));
  if (missing) throw empty(dataset, missing, free);
  return sizes;
}

/** Shares that together do not exceed the whole can only ask for too many rows by rounding. */
function isRounding(asked: readonly (number | undefined)[]): boolean {
  const shares = asked.filter((share) => share !== undefined);
  return shares.every((share) => share < 1) && shares.reduce((total, share) => total + share, 0) < 1 + 1e-9;
}

const rowCount = (asked: number, rows: number): number => Math.round(asked < 1 ? asked * rows : asked);

function checkTraining(dataset: SourceDataset, train: Int32Array): void {
  if (dataset.targets.kind !== "classes") return;
  const { labels, classes } = dataset.targets;
  if (train.length < classes.length) {
    throw new UserError({
      where: `The training part of ${dataset.name}`,
      got: `${train.length} rows for ${classes.length} classes`,
      expected: "at least one row for each class",
      hint: "Raise train, or use more data",
    });
  }
  const first = labels[train[0] as number];
  if (train.every((row) => labels[row] === first)) {
    throw new UserError({
      where: `The training part of ${dataset.name}`,
      got: `one class only ("${classes[first as number]}")`,
      expected: "rows of at least two classes",
      hint: 'Use order "shuffled" where the source is sorted by class',
    });
  }
}

const tooMany = (dataset: SourceDataset, got: string, rows: number): UserError =>
  new UserError({
    where: `The split of ${dataset.name}`,
    got,
    expected: `at most the ${rows} rows there are`,
    hint: "Lower train, validation or test",
  });

const empty = (dataset: SourceDataset, part: Part, rows: number): UserError =>
  new UserError({
    where: `The split of ${dataset.name} (${rows} rows)`,
    got: `no rows for ${part}`,
    expected: "at least one row in each part",
    hint: part === "train" ? "Lower validation or test" : `Raise ${part}, or set it to 0 to go without`,
  });
