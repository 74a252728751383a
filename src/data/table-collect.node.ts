// A table whole, in memory.
import type { NumberColumn } from "./dataset.ts";
import { Spill } from "./spill.node.ts";
import { type Cells, type CellStream, streamCells } from "./table-cells.node.ts";
import { inGroups, type Reading } from "./table-readings.node.ts";
import { spilledColumn } from "./table-spill.node.ts";
import type { Table } from "./table.node.ts";
import type { TargetColumn } from "./target.ts";

/** All cells of some readings. */
export interface Collected {
  readonly columns: readonly (NumberColumn | TargetColumn)[];
  readonly levelCounts: readonly (readonly number[])[];
}

/** Cells that wait to be written to disk. */
const pendingBytes = 16 * 2 ** 20;

/** What stays in memory of a table. */
export interface InMemory {
  /** How many bytes of cells: with more, the columns go to disk. */
  readonly most: number;
  /** The column that stays in memory in any case. */
  readonly always: number | undefined;
}

/**
 * Reads to the end.
 * @param isSampleWhole whether the sample holds all rows.
 */
export async function collect(
  table: Table,
  readings: readonly Reading[],
  isSampleWhole: boolean,
  inMemory: InMemory = { most: Infinity, always: undefined },
): Promise<Collected> {
  const parts: Collected[] = [];
  // Another query on the sample costs little, another pass over the file much.
  for (const some of isSampleWhole ? inGroups(readings) : [readings])
    parts.push(await readToEnd(await streamCells(table, some, isSampleWhole), some, inMemory));
  return {
    columns: parts.flatMap(({ columns }) => columns),
    levelCounts: parts.flatMap(({ levelCounts }) => levelCounts),
  };
}

/** Where the cells of a column go that do not stay in memory. */
function spillFor({ kind, index }: Reading, always: number | undefined): Spill<Float32Array> | undefined {
  if (index === always) return undefined;
  return (kind === "levels" ? new Spill(Int32Array) : new Spill(Float32Array)) as Spill<Float32Array>;
}

async function readToEnd(
  { levels, chunks }: CellStream,
  readings: readonly Reading[],
  { most, always }: InMemory,
): Promise<Collected> {
  const blocks: Cells[][] = readings.map(() => []);
  let spills: readonly (Spill<Float32Array> | undefined)[] | undefined;
  let bytes = 0;
  const flush = (): void => {
    spills ??= readings.map((reading) => spillFor(reading, always));
    spills.forEach((spill, at) => {
      spill?.append(joined(blocks[at] ?? [], emptyFor(readings[at] as Reading)) as Float32Array);
      if (spill) blocks[at] = [];
    });
    bytes = 0;
  };
  for await (const { cells } of chunks) {
    cells.forEach((column, at) => {
      blocks[at]?.push(column);
      bytes += column.byteLength;
    });
    if (bytes > (spills ? pendingBytes : most)) flush();
  }
  if (spills) flush();
  const columns = readings.map((reading, at): NumberColumn | TargetColumn => {
    const { kind, name } = reading;
    const spill = spills?.[at];
    const names = levels[at]?.names ?? [];
    if (spill)
      return spilledColumn(kind === "levels" ? { kind, name, levels: names } : { kind, name }, spill);
    const values = joined(blocks[at] ?? [], emptyFor(reading));
    // Its blocks are freed before the next column is joined.
    blocks[at] = [];
    if (kind === "levels") return { kind, name, levels: names, codes: values as Int32Array };
    return { kind, name, values } as NumberColumn | TargetColumn;
  });
  return { columns, levelCounts: levels.map(({ counts }) => counts) };
}

/** What holds the cells of a column. */
function emptyFor({ kind, type }: Reading): new (length: number) => Cells {
  if (kind === "levels") return Int32Array;
  return type === "DOUBLE" ? Float64Array : Float32Array;
}

function joined(blocks: readonly Cells[], Cells: new (length: number) => Cells): Cells {
  const all = new Cells(blocks.reduce((total, block) => total + block.length, 0));
  let offset = 0;
  for (const block of blocks) {
    all.set(block, offset);
    offset += block.length;
  }
  return all;
}
