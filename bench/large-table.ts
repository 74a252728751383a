// A made table that is larger than what a run keeps in memory: numbers of one seed, written as CSV.
import { createWriteStream } from "node:fs";
import { once } from "node:events";
import { stream } from "../src/base/index.ts";

export const largeColumns = 26;

/** How many different rows are drawn; others repeat them with another first column and target. */
const drawn = 4096;

/**
 * Writes a table of 25 columns and a target that depends on two of them.
 * @param rows 12 million of them are about 3 GB.
 */
export async function writeLargeTable(path: string, rows: number): Promise<void> {
  const draws = stream(1, "large-table");
  const tails = Array.from({ length: drawn }, () => {
    const values = Array.from({ length: largeColumns - 2 }, () => draws.normal());
    return { text: values.map((value) => value.toFixed(7)).join(","), first: values[0] as number };
  });
  const file = createWriteStream(path);
  const names = Array.from({ length: largeColumns - 1 }, (_, i) => `x${i}`);
  file.write(`${names.join(",")},y\n`);
  let lines: string[] = [];
  for (let row = 0; row < rows; row++) {
    const { text, first } = tails[row % drawn] as (typeof tails)[number];
    const x = draws.normal();
    lines.push(`${x.toFixed(7)},${text},${(x * first + 0.1 * draws.normal()).toFixed(6)}\n`);
    if (lines.length === 8192 || row === rows - 1) {
      if (!file.write(lines.join(""))) await once(file, "drain");
      lines = [];
    }
  }
  file.end();
  await once(file, "finish");
}
