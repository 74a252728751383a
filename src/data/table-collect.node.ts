// A table whole, in memory.
import type { NumberColumn } from "./dataset.ts";
import { type Cells, type CellStream, streamCells } from "./table-cells.node.ts";
import { inGroups, type Reading } from "./table-readings.node.ts";
import type { Table } from "./table.node.ts";
import type { TargetColumn } from "./target.ts";

/** All cells of some readings. */
export interface Collected {
  readonly columns: readonly (NumberColumn | TargetColumn)[];
  readonly levelCounts: readonly (readonly number[])[];
}

/**
 * Reads to the end.
 * @param isSampleWhole whether the sample holds all rows.
 */
export async function collect(
  table: Table,
  readings: readonly Reading[],
  isSampleWhole: boolean,
): Promise<Collected> {
  const parts: Collected[] = [];
  // Another query on the sample costs little, another pass over the file much.
  for (const some of isSampleWhole ? inGroups(readings) : [readings])
    parts.push(await readToEnd(await streamCells(table, some, isSampleWhole), some));
  return {
    columns: parts.flatMap(({ columns }) => columns),
    levelCounts: parts.flatMap(({ levelCounts }) => levelCounts),
  };
}

async function readToEnd({ levels, chunks }: CellStream, readings: readonly Reading[]): Promise<Collected> {
  const blocks: Cells[][] = readings.map(() => []);
  for await (const { cells } of chunks) cells.forEach((column, at) => blocks[at]?.push(column));
  const columns = readings.map(({ kind, name }, at): NumberColumn | TargetColumn => {
    const values = joined(blocks[at] ?? [], emptyFor(readings[at] as Reading));
    // Its blocks are freed before the next column is joined.
    blocks[at] = [];
    if (kind === "levels")
      return { kind, name, levels: levels[at]?.names ?? [], codes: values as Int32Array };
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
