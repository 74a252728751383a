// What a search varies: one live strength, and the values it takes.
import { didYouMean, UserError } from "../base/index.ts";
import { searchGrid, type SearchRow, searchSpace, spaced, tidy } from "../derive/index.ts";

/** A strength and the values to try, rising. */
export interface Axis {
  /** Such as `l2.lambda`. */
  readonly path: string;
  readonly row: SearchRow;
  readonly values: readonly number[];
  /** Whether the values were given one by one: such a list is not added to. */
  readonly isList: boolean;
}

/** The strengths that may vary without compiling anew. */
const tunable: readonly SearchRow[] = searchSpace.filter(({ kind }) => kind === "live");

function rowOf(name: string): SearchRow {
  const row = tunable.find(
    ({ path, isStrength, regularizer }) => path === name || (isStrength && regularizer.id === name),
  );
  if (row) return row;
  const known = tunable.flatMap(({ path, isStrength, regularizer }) =>
    isStrength ? [regularizer.id, path] : [path],
  );
  throw new UserError({
    where: "--over",
    got: `"${name}"`,
    expected: "a strength that can change without compiling anew, such as l2.lambda",
    hint: didYouMean(name, known) ?? '"ockham regularizers" lists techniques',
  });
}

const form = "NAME, NAME=FROM..TO or NAME=VALUE,VALUE,…, such as l2.lambda=0.01..100";

function numbersIn(text: string, separator: string, over: string): number[] {
  const numbers = text.split(separator).map((part) => (part.trim() === "" ? Number.NaN : Number(part)));
  if (numbers.every(Number.isFinite)) return numbers;
  throw new UserError({ where: "--over", got: JSON.stringify(over), expected: form });
}

function checked(row: SearchRow, values: readonly number[], over: string): readonly number[] {
  const { min = -Infinity, max = Infinity, aboveMin, path } = row;
  const wrong = values.find((value) => value < min || value > max || (aboveMin && value === min));
  const least = Number.isFinite(min) ? `${aboveMin ? "above" : "of at least"} ${min}` : "of any size";
  if (wrong !== undefined)
    throw new UserError({
      where: "--over",
      got: `${wrong} for ${path}`,
      expected: `numbers ${least}${Number.isFinite(max) ? ` and at most ${max}` : ""}`,
    });
  const rising = [...new Set(values)].toSorted((a, b) => a - b);
  if (rising.length >= 2) return rising;
  throw new UserError({
    where: "--over",
    got: `${JSON.stringify(over)}, a grid with one value`,
    expected: "at least two values to choose among",
  });
}

/**
 * `l2.lambda` over the range that it declares, `l2.lambda=0.01..100` over another one on the same scale, or
 * `l2.lambda=0,1,10` over these; `l2` stands for its strength.
 * @param points how many values a range has.
 * @throws UserError for a name that is no live strength, values out of its range, or less than two.
 */
export function axisOf(over: string, points: number): Axis {
  const [name = "", ...rest] = over.split("=");
  const row = rowOf(name.trim());
  const { path } = row;
  const given = rest.join("=").trim();
  if (rest.length === 0)
    return { path, row, values: checked(row, searchGrid(path, points), over), isList: false };
  if (!given.includes(".."))
    return { path, row, values: checked(row, numbersIn(given, ",", over), over), isList: true };
  const [from = Number.NaN, to = Number.NaN, ...more] = numbersIn(given, "..", over);
  const isRange = more.length === 0 && from < to && (row.search.scale === "linear" || from > 0);
  if (!isRange)
    throw new UserError({
      where: "--over",
      got: JSON.stringify(over),
      expected: `a range from a number${row.search.scale === "log" ? " above 0" : ""} to a larger one, such as ${path}=${row.search.from}..${row.search.to}`,
      hint: row.search.scale === "log" ? "Its scale is logarithmic: name 0 in a list of values" : undefined,
    });
  const values = spaced({ from, to, scale: row.search.scale }, points);
  return { path, row, values: checked(row, values, over), isList: false };
}

/** Whether larger values regularize more; nothing where the technique does not declare when it is off. */
export function strongerUp({ row, values }: Pick<Axis, "row" | "values">): boolean | undefined {
  const { off } = row;
  if (off === undefined) return undefined;
  if (values.every((value) => value >= off)) return true;
  return values.every((value) => value <= off) ? false : undefined;
}

/** The values but the one at which the technique does nothing. */
export const withoutOff = ({ values, row }: Pick<Axis, "row" | "values">): number[] =>
  values.filter((value) => value !== row.off);

/** However few values a range has, the next one is at most so many times as large or small, or so much of the range away. */
const [largestRatio, largestShare] = [10, 0.25] as const;

/** From one value to the next beyond an end, `[start, step]`: a ratio on a logarithmic scale, else a difference. */
function stepsFrom({ row, values }: Pick<Axis, "row" | "values">, end: "low" | "high"): [number, number] {
  const own = withoutOff({ row, values });
  const inner = own.length < 2 ? values : own;
  const [a = 1, b = 2] = end === "high" ? inner.slice(-2) : inner.slice(0, 2).toReversed();
  if (row.search.scale === "log") return [b, Math.max(1 / largestRatio, Math.min(largestRatio, b / a))];
  const most = largestShare * ((inner.at(-1) as number) - (inner[0] as number));
  return [b, Math.max(-most, Math.min(most, b - a))];
}

/** Values beyond one end of an axis in its steps, as far as the strength may go: a step past its bound ends there. */
export function beyond(axis: Pick<Axis, "row" | "values">, end: "low" | "high", count: number): number[] {
  const { min = -Infinity, max = Infinity, aboveMin, search } = axis.row;
  const [start, step] = stepsFrom(axis, end);
  // A sum of binary fractions that should be 0 may miss it by a little.
  const sum = (i: number): number => step * (Math.round((1e9 * start) / step) / 1e9 + i);
  const at = (i: number): number => (search.scale === "log" ? start * step ** i : sum(i));
  const values = Array.from({ length: count }, (_, i) => tidy(Math.max(min, Math.min(max, at(i + 1)))));
  return [...new Set(values)].filter((value) => value !== start && !(aboveMin && value === min));
}

/** Values between an end of an axis and the value at which the technique does nothing, ever nearer to that. */
export function towards(axis: Pick<Axis, "row" | "values">, end: "low" | "high", count: number): number[] {
  const { off = 0, search } = axis.row;
  if (search.scale === "log") return beyond(axis, end, count);
  const [start] = stepsFrom(axis, end);
  return Array.from({ length: count }, (_, i) => tidy(off + (start - off) / 2 ** (i + 1)));
}
