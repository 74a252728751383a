// The cells of a table as numbers, chunk by chunk.
import type { DuckDBDataChunk, DuckDBResult } from "@duckdb/node-api";
import type { Cells } from "./growing-cells.ts";
import { itemsOf, Levels } from "./levels.node.ts";
import { marksOf } from "./missing.ts";
import { isThere } from "./table-counts.node.ts";
import type { Reading } from "./table-readings.node.ts";
import { quoted, type NumberType, type Table } from "./table.node.ts";

/** Some rows of a table: a column for each reading. */
export interface CellChunk {
  readonly rows: number;
  readonly cells: readonly Cells[];
}

/** A table that is read from beginning to end. */
export interface CellStream {
  /** In the order of the readings: the levels met so far; empty for numbers. */
  readonly levels: readonly Levels[];
  /** Each holds some thousand rows at most, in the order of the file, and is valid until the next one is asked for. */
  readonly chunks: AsyncGenerator<CellChunk>;
}

/** DuckDB reads a number itself, and stops at the first cell that is none. */
const isTyped = ({ isGuess, form }: Reading): boolean => isGuess && form !== undefined && form.isPlain;

/** A number as SQL reads it: NaN for a gap, infinity for what is none. */
function numberSql(table: Table, reading: Reading): string {
  const { index, type, form, name } = reading;
  const cell = `c${index}`;
  const gap = `'nan'::${type}`;
  const isPlain = form === undefined || isTyped(reading);
  const other = `CASE WHEN ${isThere(table.source, index)} THEN 'inf'::${type} ELSE ${gap} END`;
  const value = isPlain
    ? `coalesce(${cell}::${type}, ${gap})`
    : `coalesce(${form.read(`trim(${cell})`, type)}, ${other})`;
  const marks = marksOf(table.source.missing, name).filter(
    (mark) => Number.isFinite(Number(mark)) && mark.trim() !== "",
  );
  if (marks.length === 0) return value;
  const numbers = marks.map((mark) => `${Number(mark)}::${type}`).join(", ");
  return `CASE WHEN ${value} IN (${numbers}) THEN ${gap} ELSE ${value} END`;
}

/** Numbers as texts: whole ones as a file without types writes them. */
const textOfNumber = (cell: string): string =>
  `CASE WHEN abs(${cell}) < 1e15 AND ${cell} = trunc(${cell}) THEN ${cell}::BIGINT::VARCHAR ELSE ${cell}::VARCHAR END`;

/** A text: where some are common, its number among these (0 for others and gaps), and the text where it is another. */
function levelSql({ source }: Table, { index, common }: Reading, list: string): readonly string[] {
  if (source.kinds[index] === "numbers") return [textOfNumber(`c${index}`)];
  if (common.length === 0) return [`c${index}::VARCHAR`];
  const code = `coalesce(enum_code(try_cast(c${index} AS ${list})), 0)::INTEGER`;
  return [code, `CASE WHEN ${code} = 0 THEN c${index} END`];
}

/** What is selected for a reading. */
async function selectionOf(table: Table, reading: Reading, at: number): Promise<readonly string[]> {
  if (reading.kind === "numbers") return [numberSql(table, reading)];
  const list = `common${at}`;
  if (reading.common.length > 0) {
    await table.connection.run(`DROP TYPE IF EXISTS ${list}`);
    await table.connection.run(
      `CREATE TYPE ${list} AS ENUM (${["", ...reading.common].map(quoted).join(", ")})`,
    );
  }
  return levelSql(table, reading, list);
}

/**
 * Reads some columns of a table.
 * @param relation what is read: the whole table, or its sample where that holds all rows.
 */
export async function streamCells(
  table: Table,
  readings: readonly Reading[],
  isSampleWhole: boolean,
): Promise<CellStream> {
  const typed = new Map<number, NumberType>(readings.filter(isTyped).map(({ index, type }) => [index, type]));
  const selected: string[] = [];
  for (const [at, reading] of readings.entries()) selected.push(...(await selectionOf(table, reading, at)));
  const sql = `SELECT ${selected.join(", ")} FROM ${isSampleWhole ? "sample" : table.source.relation(typed)}`;
  const levels = readings.map(({ name, common }) => new Levels(marksOf(table.source.missing, name), common));
  return { levels, chunks: chunksOf(table, sql, readings, levels) };
}

/** The chunks of a result, each while the next one is being fetched. */
async function* fetched(result: DuckDBResult): AsyncGenerator<DuckDBDataChunk> {
  let next = result.fetchChunk();
  try {
    for (;;) {
      const chunk = await next;
      if (!chunk || chunk.rowCount === 0) return;
      next = result.fetchChunk();
      yield chunk;
    }
  } finally {
    // Nobody waits for it where reading ends early.
    await next.catch(() => undefined);
  }
}

async function* chunksOf(
  { connection }: Table,
  sql: string,
  readings: readonly Reading[],
  levels: readonly Levels[],
): AsyncGenerator<CellChunk> {
  for await (const chunk of fetched(await connection.stream(sql))) {
    let column = 0;
    const cells = readings.map(({ kind, common }, at): Cells => {
      const from = column;
      column += kind === "levels" && common.length > 0 ? 2 : 1;
      return kind === "numbers"
        ? itemsOf(chunk.getColumnVector(from))
        : (levels[at] as Levels).codesOf(chunk, from);
    });
    yield { rows: chunk.rowCount, cells };
  }
}
