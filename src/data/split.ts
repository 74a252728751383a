import { bug, counted, Unfit, UserError } from "../base/index.ts";
import { type Part, parts, type SourceDataset } from "./dataset.ts";
import { folds } from "./folds.ts";
import { dealGroups, firstGroups, joinedGroups } from "./groups.ts";
import { freeRows, labelsToKeep, lineUp, type Order } from "./order.ts";
import { checkOrder, placeBetweenTimes } from "./times.ts";

/**
 * How the rows of a data set are divided. A number below 1 is a share of the free rows (of a given part: of its rows),
 * 1 and above a count of rows, 0 an empty part. Without a number, validation and test take a fifth each (validation a
 * sixth where the source or a fold fixes the test part), a given part is used whole, and training takes the rest.
 * Groups are never divided, nor are rows of the same time, so that sizes are as near to these as they allow.
 */
export interface SplitSpec extends Order {
  readonly train?: number | undefined;
  readonly validation?: number | undefined;
  readonly test?: number | undefined;
  /** Holds one of several equal folds out as a part. */
  readonly folds?: HeldFold | undefined;
  /** What the division is drawn from; the recipe's seed when absent. */
  readonly seed?: number | undefined;
}

/** Which fold is held out as which part. */
export interface HeldFold {
  readonly count: number;
  /** From 1 to `count`. */
  readonly number: number;
  readonly part: "validation" | "test";
}

type Sizes = Record<Part, number>;
type Rows = Record<Part, Int32Array>;

/** The rows that are to be divided, beside parts that are fixed. */
interface Division {
  readonly dataset: SourceDataset;
  readonly free: Int32Array;
  readonly fixed: Partial<Rows>;
}

/**
 * The row indices of each part, ascending and disjoint. The training rows of a smaller `train` are among those of a
 * larger one, and validation and test rows do not depend on it.
 * @throws UserError when the parts ask for more rows than exist, a part comes out empty, or training has fewer rows
 * than there are classes or only one class.
 */
export function split(dataset: SourceDataset, spec: SplitSpec, seed: number): Rows {
  checkOrder(dataset, spec);
  const fixed: Partial<Rows> = {};
  for (const part of parts) if (dataset.given?.[part]) fixed[part] = givenRows(dataset, part, spec, seed);
  const whole = { dataset, free: freeRows(dataset), fixed };
  const taken = divide(spec.folds ? withoutFold(whole, spec, spec.folds, seed) : whole, spec, seed);
  for (const part of parts) taken[part].sort();
  checkTraining(dataset, taken.train, spec);
  return taken;
}

function divide(division: Division, spec: SplitSpec, seed: number): Rows {
  const sizes = freeSizes(division, spec);
  return { ...cut(division, sizes, spec, seed), ...division.fixed };
}

/** The free rows cut into parts of about these sizes. */
function cut(division: Division, sizes: Sizes, order: Order, seed: number): Rows {
  const { dataset, free } = division;
  const rest = free.length - sizes.validation - sizes.test;
  const asked = { ...sizes, train: sizes.train === rest ? Infinity : sizes.train };
  const parted = dataset.groups ? cutGroups : cutLine;
  const taken = parted(division, asked, order, seed);
  const missing = parts.find((part) => sizes[part] > 0 && taken[part].length === 0);
  if (missing) throw indivisible(dataset, missing);
  return taken;
}

function cutGroups({ dataset, free }: Division, sizes: Sizes, order: Order, seed: number): Rows {
  const grouping = {
    groups: dataset.groups ?? bug("groups that are not there"),
    labels: labelsToKeep(dataset, order),
  };
  const { validation, test } = sizes;
  const shares = [free.length - validation - test, validation, test].map((rows) => rows / free.length);
  const [train = [], ...others] = dealGroups(free, grouping, shares, seed);
  const [forValidation = [], forTest = []] = others.map(joinedGroups);
  return {
    train: joinedGroups(firstGroups(train, sizes.train)),
    validation: Int32Array.from(forValidation),
    test: Int32Array.from(forTest),
  };
}

function cutLine({ dataset, free }: Division, sizes: Sizes, order: Order, seed: number): Rows {
  const { times } = dataset;
  const line = lineUp(dataset, free, order, seed);
  const testFrom = placeBetweenTimes(line, times, line.length - sizes.test);
  const validationFrom = placeBetweenTimes(line, times, line.length - sizes.test - sizes.validation);
  // In time, the rows nearest to those that are to be foretold.
  const from = times ? Math.max(0, validationFrom - sizes.train) : 0;
  return {
    train: line.slice(from, Math.min(validationFrom, from + sizes.train)),
    validation: line.slice(validationFrom, testFrom),
    test: line.slice(testFrom),
  };
}

/** What is left to divide once a fold is held out. */
function withoutFold(whole: Division, spec: SplitSpec, held: HeldFold, seed: number): Division {
  const { dataset, fixed } = whole;
  const { part, number, count } = held;
  checkFold(dataset, spec, held);
  // Folds for validation leave the test part as it would be without them.
  const apart =
    part === "validation" && !fixed.test
      ? divide(whole, { ...spec, train: undefined, validation: 0 }, seed)
      : { train: whole.free, test: fixed.test };
  const dealt = folds(dataset, apart.train.toSorted(), { ...spec, count }, seed);
  const fold = dealt[number - 1] ?? bug("a fold that was checked");
  return {
    dataset,
    free: fold.rest,
    fixed: { ...fixed, ...(apart.test && { test: apart.test }), [part]: fold.heldOut },
  };
}

function givenRows(dataset: SourceDataset, part: Part, spec: SplitSpec, seed: number): Int32Array {
  const range = dataset.given?.[part] ?? bug(`${part} is not given`);
  const rows = Int32Array.from({ length: range.to - range.from }, (_, i) => range.from + i);
  const asked = spec[part] ?? rows.length;
  const size = rowCount(asked, rows.length);
  if (size > rows.length) throw tooMany(dataset, counted(size, `${part} row`), rows.length);
  if (size === 0 && asked > 0) throw empty(dataset, part, rows.length);
  return lineUp(dataset, rows, spec, seed).slice(0, size);
}

/** How many of the free rows each part takes; 0 for fixed parts. */
function freeSizes({ dataset, fixed, free: { length: free } }: Division, spec: SplitSpec): Sizes {
  const asked = {
    train: spec.train,
    validation: spec.validation ?? (fixed.test ? 1 / 6 : 0.2),
    test: spec.test ?? 0.2,
  };
  const taken = parts.filter((part) => !fixed[part]);
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
    throw tooMany(
      dataset,
      `${train} training, ${validation} validation and ${counted(test, "test row")}`,
      free,
    );
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

function checkFold(dataset: SourceDataset, spec: SplitSpec, { count, number, part }: HeldFold): void {
  if (number > count)
    throw new Unfit({
      where: "split.folds.number",
      got: String(number),
      expected: `a whole number from 1 to ${count}, the count of folds`,
    });
  if (dataset.given?.[part])
    throw new Unfit({
      where: "split.folds.part",
      got: `"${part}", which ${dataset.name} fixes itself`,
      expected: part === "test" ? '"validation"' : '"test"',
      hint: "Hold the folds out as the other part, or leave split.folds out",
    });
  if (spec[part] !== undefined)
    throw new Unfit({
      where: `split.${part}`,
      got: `${spec[part]}, beside a fold that is held out for ${part}`,
      expected: "none: the fold is that part",
      hint: `Leave split.${part} out, or change split.folds.count`,
    });
}

function checkTraining(dataset: SourceDataset, train: Int32Array, order: Order): void {
  if (dataset.targets.kind !== "classes") return;
  const { labels, classes } = dataset.targets;
  if (train.length < classes.length) {
    throw new UserError({
      where: `The training part of ${dataset.name}`,
      got: `${counted(train.length, "row")} for ${classes.length} classes`,
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
      hint: oneClassHint(dataset, labels.filter((label) => label !== first).length, order),
    });
  }
}

function oneClassHint({ rows, times }: SourceDataset, others: number, { order }: Order): string {
  if (order === "file") return 'Use order "shuffled" where the source is sorted by class';
  const found = `${others} of all ${counted(rows, "row")} ${others === 1 ? "is of another class" : "are of other classes"}`;
  return `${found}${times ? ", at other times" : ""}: use more data, or lower validation and test`;
}

const tooMany = (dataset: SourceDataset, got: string, rows: number): UserError =>
  new UserError({
    where: `The split of ${dataset.name}`,
    got,
    expected: `at most ${counted(rows, "row")}, as many as there are`,
    hint: "Lower train, validation or test",
  });

const empty = (dataset: SourceDataset, part: Part, rows: number): UserError =>
  new UserError({
    where: `The split of ${dataset.name} (${counted(rows, "row")})`,
    got: `no rows for ${part}`,
    expected: "at least one row in each part",
    hint: part === "train" ? "Lower validation or test" : `Raise ${part}, or set it to 0 to go without`,
  });

const indivisible = ({ name, groups, times, rows }: SourceDataset, part: Part): UserError =>
  new UserError({
    where: `The split of ${name} (${counted(rows, "row")})`,
    got: `no rows for ${part}: ${counted(new Set(groups ?? times).size, groups ? "group" : "different time")} cannot be divided`,
    expected: "at least one of them in each part",
    hint: part === "train" ? "Lower validation or test" : `Raise ${part}, or set it to 0 to go without`,
  });
