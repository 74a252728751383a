// How well one column of a table tells the target without the others: perhaps it is the target under another name.
import { bug, permutation, stream, wilsonInterval } from "../../base/index.ts";
import type { Columns, Dataset, LevelColumn, NumberColumn, NumberInputs, Part } from "../dataset.ts";
import { answerAt, answerOf, partitionOf, type Wanted } from "./partition.ts";

export interface LoneColumn {
  readonly name: string;
  /** Its accuracy or R² alone, on the rows it was measured on. */
  readonly score: number;
}

/** How well the columns of a table tell the target, each alone. */
export interface LoneColumns {
  readonly measure: "accuracy" | "r2";
  /** How many training rows each was fitted to. */
  readonly fitted: number;
  /** What the scores were measured on: rows of a part that no fit has seen. */
  readonly part: "validation" | "test";
  readonly rows: number;
  /** What the most frequent class, or the mean, of the training rows scores there. */
  readonly constant: number;
  /** How many columns were looked at. */
  readonly columns: number;
  readonly best: LoneColumn;
  /** Those that leave next to no error of the constant answer, the best first. */
  readonly telling: readonly LoneColumn[];
}

/** Why nothing is known of it. */
export interface NotMeasured {
  readonly why: string;
}

/** At most this many rows to fit and to measure, and cells in all. */
const mostRows = 10_000;
const mostCells = 4e6;
const leastRows = 30;
/** The error that is left of that of a constant answer at most where a column tells the target, as measured. */
export const tellingShare = 0.05;
/** The same at worst by chance. */
const tellingAtWorst = 0.15;

/** A column of the rows that are looked at: NaN for a gap, numbers of levels for texts. */
interface Sampled {
  readonly name: string;
  readonly isLevels: boolean;
  readonly cells: Float64Array;
}

const fromColumn = (column: NumberColumn | LevelColumn, rows: Int32Array): Sampled => {
  const held = column.kind === "numbers" ? column.values : column.codes;
  const isLevels = column.kind === "levels";
  const cells = Float64Array.from(rows, (row) => held[row] as number);
  return {
    name: column.name,
    isLevels,
    cells: isLevels ? cells.map((code) => (code < 0 ? NaN : code)) : cells,
  };
};

/** The columns that a model learns from, as the file holds them. */
function* columnsOf(inputs: NumberInputs, rows: Int32Array): Generator<Sampled> {
  if (inputs.encoded) {
    const { by, from } = inputs.encoded;
    const named = new Map<string, Columns["columns"][number]>(
      from.columns.map((column) => [column.name, column]),
    );
    for (const { name } of by.columns) yield fromColumn(named.get(name) ?? bug(`no column ${name}`), rows);
    return;
  }
  const width = inputs.shape[0] as number;
  for (let at = 0; at < width; at++) {
    const numbers = inputs.stream?.numbers?.(at);
    const cells = Float64Array.from(rows, (row) =>
      numbers ? (numbers[row] as number) : (inputs.values[row * width + at] as number),
    );
    yield { name: inputs.columns?.[at] ?? `c${at}`, isLevels: false, cells };
  }
}

/** Some of the rows, drawn by a seed. */
function drawn(rows: Int32Array, most: number, seed: number, part: Part): Int32Array {
  if (rows.length <= most) return rows;
  return permutation(stream(seed, "loneColumns", part), rows.length)
    .subarray(0, most)
    .map((at) => rows[at] as number);
}

function wantedOf({ targets }: Dataset, rows: Int32Array): Wanted {
  if (targets.kind === "classes")
    return {
      kind: "classes",
      labels: rows.map((row) => targets.labels[row] as number),
      classes: targets.classes.length,
    };
  return { kind: "numbers", values: Float64Array.from(rows, (row) => targets.values[row] as number) };
}

type Answer = (cell: number) => number;

/** The straight line nearest to the targets of some rows. */
function lineOf(cells: Float64Array, values: Float64Array, rows: Int32Array): Answer {
  const meanOf = (numbers: Float64Array): number =>
    rows.reduce((sum, row) => sum + (numbers[row] as number), 0) / rows.length;
  const [x, y] = [meanOf(cells), meanOf(values)];
  let [xx, xy] = [0, 0];
  for (const row of rows) {
    const from = (cells[row] as number) - x;
    xx += from ** 2;
    xy += from * ((values[row] as number) - y);
  }
  const slope = xx > 0 ? xy / xx : 0;
  return (cell) => y + slope * (cell - x);
}

/** The error of answers: how many classes are wrong, or squares. */
function errorOf(wanted: Wanted, cells: Float64Array, rows: Int32Array, answer: Answer): number {
  return rows.reduce((sum, row) => {
    const said = answer(cells[row] as number);
    if (wanted.kind === "classes") return sum + Number(said !== wanted.labels[row]);
    return sum + (said - (wanted.values[row] as number)) ** 2;
  }, 0);
}

/** The rows of each level by its code. */
function answersByLevel(cells: Float64Array, wanted: Wanted, rows: Int32Array, otherwise: number): Answer {
  const held = new Map<number, number[]>();
  for (const row of rows) {
    const code = cells[row] as number;
    const known = held.get(code);
    if (known) known.push(row);
    else held.set(code, [row]);
  }
  const answers = new Map([...held].map(([code, own]) => [code, answerOf(wanted, Int32Array.from(own))]));
  return (code) => answers.get(code) ?? otherwise;
}

/** What a column by itself answers, learned from some rows. */
function fitted({ cells, isLevels }: Sampled, wanted: Wanted, rows: Int32Array): Answer {
  const otherwise = answerOf(wanted, rows);
  const present = rows.filter((row) => !Number.isNaN(cells[row]));
  const gaps = rows.filter((row) => Number.isNaN(cells[row]));
  const inGap = gaps.length > 0 ? answerOf(wanted, gaps) : otherwise;
  if (present.length === 0) return () => inGap;
  const others = isLevels
    ? answersByLevel(cells, wanted, present, otherwise)
    : answersByNumber(cells, wanted, present);
  return (cell) => (Number.isNaN(cell) ? inGap : others(cell));
}

function answersByNumber(cells: Float64Array, wanted: Wanted, rows: Int32Array): Answer {
  const partition = partitionOf(cells, wanted, rows);
  const inPieces: Answer = (cell) => answerAt(partition, cell);
  if (wanted.kind === "classes") return inPieces;
  const line = lineOf(cells, wanted.values, rows);
  const [a, b] = [line, inPieces].map((answer) => errorOf(wanted, cells, rows, answer)) as [number, number];
  return a <= b ? line : inPieces;
}

/** Whether next to nothing is left of the error of a constant answer, beyond chance where classes are counted. */
function isTelling(wanted: Wanted, error: number, constant: number, rows: number): boolean {
  if (constant <= 0 || error > tellingShare * constant) return false;
  const atWorst = rows * (1 - wilsonInterval(1 - error / rows, rows).low);
  return wanted.kind === "numbers" || atWorst <= tellingAtWorst * constant;
}

/**
 * Fits each column that a model of a table learns from alone, numbers by a tree of one variable (or a line), texts level by
 * level, to training rows, and measures it on others. Time and memory are bounded: at most 10,000 rows of each part are looked at.
 */
export function loneColumns(
  dataset: Dataset,
  rows: Readonly<Record<Part, Int32Array>>,
  seed: number,
): LoneColumns | NotMeasured | undefined {
  const { inputs, targets } = dataset;
  if (inputs.kind !== "table" || inputs.shape.length !== 1) return undefined;
  if (targets.kind === "numbers" && targets.columns.length > 1) return undefined;
  const part = rows.validation.length > 0 ? "validation" : "test";
  if (rows[part].length < leastRows)
    return { why: `fewer than ${leastRows} rows are held out to measure single columns on` };
  const count = inputs.encoded?.by.columns.length ?? (inputs.shape[0] as number);
  const most = Math.max(leastRows, Math.min(mostRows, Math.floor(mostCells / count)));
  const [learned, held] = (["train", part] as const).map((name) => drawn(rows[name], most, seed, name)) as [
    Int32Array,
    Int32Array,
  ];
  const sample = Int32Array.of(...learned, ...held);
  const wanted = wantedOf(dataset, sample);
  const places = sample.map((_, at) => at);
  const [train, judged] = [places.subarray(0, learned.length), places.subarray(learned.length)];
  const always = answerOf(wanted, train);
  const constant = errorOf(wanted, new Float64Array(sample.length), judged, () => always);
  const errors = Array.from(columnsOf(inputs, sample), (column) => ({
    name: column.name,
    error: errorOf(wanted, column.cells, judged, fitted(column, wanted, train)),
  })).toSorted((a, b) => a.error - b.error);
  const scored = scorerOf(wanted, judged);
  const best = errors[0] ?? bug("a table without columns");
  const named = ({ name, error }: { name: string; error: number }): LoneColumn => ({
    name,
    score: scored(error),
  });
  return {
    measure: wanted.kind === "classes" ? "accuracy" : "r2",
    fitted: learned.length,
    part,
    rows: held.length,
    constant: scored(constant),
    columns: count,
    best: named(best),
    telling: errors.filter(({ error }) => isTelling(wanted, error, constant, held.length)).map(named),
  };
}

/** Accuracy, or R² against the mean of the rows that are measured. */
function scorerOf(wanted: Wanted, rows: Int32Array): (error: number) => number {
  if (wanted.kind === "classes") return (error) => 1 - error / rows.length;
  const mean = answerOf(wanted, rows);
  const total = errorOf(wanted, new Float64Array(wanted.values.length), rows, () => mean);
  return (error) => (total > 0 ? 1 - error / total : 0);
}
