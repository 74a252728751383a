// A table whole, in memory.
import type { NumberColumn } from "./dataset.ts";
import { GrowingCells } from "./growing-cells.ts";
import { type ArrayOf, type NumberArray, Spill } from "./spill.node.ts";
import { type CellStream, streamCells } from "./table-cells.node.ts";
import { inGroups } from "./table-counts.node.ts";
import type { Reading } from "./table-readings.node.ts";
import { spilledColumn } from "./table-spill.node.ts";
import type { Table } from "./table.node.ts";
import type { TargetColumn } from "./target.ts";

/** All cells of some readings. */
export interface Collected {
  readonly columns: readonly (NumberColumn | TargetColumn)[];
  readonly levelCounts: readonly (readonly number[])[];
  /** The first row of each column with an infinite number; −1 when there is none. */
  readonly firstInfinite: readonly number[];
}

/** Cells that wait to be written to disk. */
const pendingBytes = 16 * 2 ** 20;

/** What stays in memory of a table. */
export interface InMemory {
  /** How many bytes of cells: with more, the columns go to disk. */
  readonly most: number;
  /** The columns that stay in memory in any case, by their positions in the file. */
  readonly always: readonly number[];
  /** How many rows are likely to come, where that is not what the file looks like. */
  readonly rows?: number;
}

/**
 * Reads to the end.
 * @param isSampleWhole whether the sample holds all rows.
 */
export async function collect(
  table: Table,
  readings: readonly Reading[],
  isSampleWhole: boolean,
  inMemory: InMemory = { most: Infinity, always: [] },
): Promise<Collected> {
  const parts: Collected[] = [];
  // Another query on the sample costs little, another pass over the file much.
  for (const some of isSampleWhole ? inGroups(readings) : [readings])
    parts.push(
      await readToEnd(await streamCells(table, some, isSampleWhole), some, {
        rows: table.source.likelyRows ?? 0,
        ...inMemory,
      }),
    );
  return {
    columns: parts.flatMap(({ columns }) => columns),
    levelCounts: parts.flatMap(({ levelCounts }) => levelCounts),
    firstInfinite: parts.flatMap(({ firstInfinite }) => firstInfinite),
  };
}

/** Where the cells of a column go that do not stay in memory. */
function spillFor(reading: Reading, always: readonly number[]): Spill<Float32Array> | undefined {
  if (always.includes(reading.index)) return undefined;
  return new Spill(cellsOf(reading)) as Spill<Float32Array>;
}

/** More than this is not taken on a guess. */
const mostRoom = 2 ** 32;

/** Room for the cells of some columns: for as many as are likely to come, where they stay in memory. */
function roomFor(readings: readonly Reading[], rows: number, most: number): readonly GrowingCells[] {
  const bytes = readings.reduce((total, reading) => total + cellsOf(reading).BYTES_PER_ELEMENT * rows, 0);
  return readings.map(
    (reading) => new GrowingCells(cellsOf(reading), bytes > Math.min(most, mostRoom) ? 0 : rows),
  );
}

async function readToEnd(
  { levels, chunks }: CellStream,
  readings: readonly Reading[],
  { most, always, rows }: InMemory & { readonly rows: number },
): Promise<Collected> {
  const columns = roomFor(readings, rows, most);
  let spills: readonly (Spill<Float32Array> | undefined)[] | undefined;
  const flush = (): void => {
    spills ??= readings.map((reading) => spillFor(reading, always));
    spills.forEach((spill, at) => {
      const column = columns[at] as GrowingCells;
      spill?.append(column.all() as Float32Array);
      if (spill) column.clear();
    });
  };
  for await (const { cells } of chunks) {
    cells.forEach((block, at) => (columns[at] as GrowingCells).append(block));
    const pending = columns.filter((_, at) => spills === undefined || spills[at] !== undefined);
    const bytes = pending.reduce((total, { byteLength }) => total + byteLength, 0);
    if (bytes > (spills ? pendingBytes : most)) flush();
  }
  if (spills) flush();
  return {
    columns: readings.map((reading, at): NumberColumn | TargetColumn => {
      const { kind, name } = reading;
      const spill = spills?.[at];
      const names = levels[at]?.names ?? [];
      if (spill)
        return spilledColumn(kind === "levels" ? { kind, name, levels: names } : { kind, name }, spill);
      const cells = (columns[at] as GrowingCells).all();
      if (kind === "levels") return { kind, name, levels: names, codes: cells as Int32Array };
      return { kind, name, values: cells } as NumberColumn | TargetColumn;
    }),
    levelCounts: levels.map(({ counts }) => counts),
    firstInfinite: columns.map((column) => column.firstInfinite),
  };
}

/** What holds the cells of a column. */
function cellsOf({ kind, type }: Reading): ArrayOf<NumberArray> {
  if (kind === "levels") return Int32Array;
  return type === "DOUBLE" ? Float64Array : Float32Array;
}
