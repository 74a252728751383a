// What each column of a file holds, and its cells.
import type { DuckDBDataChunk } from "@duckdb/node-api";
import { featureError } from "./csv-faults.node.ts";
import { asFloat, type CsvTable, fromCsv, isThere, pathPattern } from "./csv-table.node.ts";
import type { CodedColumn } from "./csv-target.ts";
import type { LevelColumn, NumberColumn } from "./dataset.ts";

/** A column that is to be read. */
interface Reading {
  readonly index: number;
  readonly name: string;
  readonly kind: "numbers" | "levels";
  /** The cell as SQL reads it: a number with NaN for a gap, or a text, empty for a gap. */
  readonly cell: string;
}

/** From this share of numbers on, the other cells of a column are mistakes and not categories. */
const mostlyNumbers = 0.95;

const decimalComma = (column: number): string =>
  `regexp_full_match(trim(c${column}), '[+-]?\\d+,\\d+') OR (${asFloat(column)}) IS NOT NULL`;

/** A decimal comma as a number, NULL where it is none. */
const asCommaFloat = (column: number): string => `try_cast(replace(trim(c${column}), ',', '.') AS FLOAT)`;

/** How many cells of a column hold something, a number, and a number with a decimal comma or point. */
async function countCells(
  table: CsvTable,
  columns: readonly number[],
): Promise<readonly (readonly number[])[]> {
  const counts = columns.flatMap((i) => [
    `count(*) FILTER (WHERE ${isThere(i)})`,
    `count(*) FILTER (WHERE ${isThere(i)} AND (${asFloat(i)}) IS NOT NULL)`,
    `count(*) FILTER (WHERE ${isThere(i)} AND (${decimalComma(i)}))`,
  ]);
  const result = await table.connection.runAndReadAll(
    `SELECT ${counts.join(", ")} ${fromCsv(table.source)}`,
    [pathPattern(table.source.path)],
  );
  const row = (result.getRows()[0] ?? []).map(Number);
  return columns.map((_, at) => row.slice(3 * at, 3 * at + 3));
}

const levelsReading = (index: number, name: string): Reading => ({
  index,
  name,
  kind: "levels",
  cell: `CASE WHEN ${isThere(index)} THEN trim(c${index}) ELSE '' END`,
});

const numbersReading = (index: number, name: string, asNumber: (column: number) => string): Reading => ({
  index,
  name,
  kind: "numbers",
  cell: `CASE WHEN ${isThere(index)} THEN ${asNumber(index)} ELSE 'nan'::FLOAT END`,
});

/** A column as numbers where all of its cells are some; nothing otherwise. */
function asNumbers(
  { source }: CsvTable,
  index: number,
  [there = 0, numbers = 0, withCommas = 0]: readonly number[],
): Reading | undefined {
  const name = source.columns[index] as string;
  if (numbers === there) return numbersReading(index, name, asFloat);
  const areCommas = withCommas === there && source.delimiter !== ",";
  return areCommas ? numbersReading(index, name, asCommaFloat) : undefined;
}

/**
 * What each column holds: numbers, also with decimal commas, or levels.
 * @throws UserError for a column of numbers with a few cells that are none.
 */
export async function readingsOf(table: CsvTable): Promise<readonly Reading[]> {
  const { source, selection } = table;
  const counts = await countCells(table, selection.features);
  const readings: Reading[] = [];
  for (const [at, index] of selection.features.entries()) {
    const [there = 0, ...numbers] = counts[at] ?? [];
    const reading = asNumbers(table, index, counts[at] ?? []);
    if (!reading && Math.max(...numbers) >= mostlyNumbers * there) throw await featureError(table, index);
    readings.push(reading ?? levelsReading(index, source.columns[index] as string));
  }
  return readings;
}

/**
 * Columns read as what they are known to hold.
 * @throws UserError for a column of numbers with a cell that is none.
 */
export async function readingsAs(
  table: CsvTable,
  kinds: readonly { readonly kind: Reading["kind"] }[],
): Promise<readonly Reading[]> {
  const { source, selection } = table;
  const counts = await countCells(table, selection.features);
  const readings: Reading[] = [];
  for (const [at, index] of selection.features.entries()) {
    const reading =
      kinds[at]?.kind === "levels"
        ? levelsReading(index, source.columns[index] as string)
        : asNumbers(table, index, counts[at] ?? []);
    if (!reading) throw await featureError(table, index);
    readings.push(reading);
  }
  return readings;
}

/** Texts as they come, each distinct one held once. */
class Codes {
  readonly texts: string[] = [];
  readonly codes: number[] = [];
  readonly #known = new Map<string, number>();

  add(text: string): void {
    const code = this.#known.get(text) ?? this.texts.length;
    if (code === this.texts.length) {
      this.#known.set(text, code);
      this.texts.push(text);
    }
    this.codes.push(code);
  }
}

/** The numbers of a column of a chunk. */
function numbersOf(chunk: DuckDBDataChunk, column: number): Float32Array {
  const vector = chunk.getColumnVector(column);
  return Float32Array.from({ length: chunk.rowCount }, (_, row) => vector.getItem(row) as number);
}

function joined(blocks: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(blocks.reduce((length, block) => length + block.length, 0));
  let offset = 0;
  for (const block of blocks) {
    all.set(block, offset);
    offset += block.length;
  }
  return all;
}

/** A gap is the level `""` of the file; as a column it is −1. */
function levelColumn(name: string, { texts, codes }: Codes): LevelColumn {
  const levels = texts.filter((text) => text !== "");
  const positions = texts.map((text) => levels.indexOf(text));
  return { kind: "levels", name, levels, codes: Int32Array.from(codes, (code) => positions[code] as number) };
}

/** The cells of some columns, and of one more as texts. */
export async function readCells(
  table: CsvTable,
  readings: readonly Reading[],
  target: number | undefined,
): Promise<{ readonly columns: readonly (NumberColumn | LevelColumn)[]; readonly target: CodedColumn }> {
  const { connection, source } = table;
  const cells = [
    ...readings.map(({ cell }) => cell),
    target === undefined ? "''" : `coalesce(trim(c${target}), '')`,
  ];
  const result = await connection.stream(`SELECT ${cells.join(", ")} ${fromCsv(source)}`, [
    pathPattern(source.path),
  ]);
  const blocks: Float32Array[][] = readings.map(() => []);
  const levels = readings.map(() => new Codes());
  const asked = new Codes();
  for (
    let chunk = await result.fetchChunk();
    chunk && chunk.rowCount > 0;
    chunk = await result.fetchChunk()
  ) {
    for (const [at, { kind }] of readings.entries()) {
      if (kind === "numbers") blocks[at]?.push(numbersOf(chunk, at));
      else for (const text of chunk.getColumnValues(at) as string[]) levels[at]?.add(text);
    }
    for (const text of chunk.getColumnValues(readings.length) as string[]) asked.add(text);
  }
  return {
    columns: readings.map(({ kind, name }, at) =>
      kind === "numbers"
        ? { kind, name, values: joined(blocks[at] ?? []) }
        : levelColumn(name, levels[at] as Codes),
    ),
    target: {
      name: target === undefined ? "" : (source.columns[target] as string),
      texts: asked.texts,
      codes: asked.codes,
    },
  };
}
