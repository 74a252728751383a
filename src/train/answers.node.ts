// What a model file answers about rows, some of them at once.
import { shortestDecimal } from "../base/index.ts";
import type { RowRange } from "../data/index.ts";
import { createSession, type Session, type Value } from "../runtime/index.ts";
import type { ModelFile } from "./model-file.node.ts";

type Feeds = Parameters<Session["run"]>[0];

/** The rows of an answer `[rows, numbers]`, in the digits that tell numbers apart in float32. */
function rowsOf({ shape, values }: Value): number[][] {
  const [count = 0, width = 1] = shape;
  const numbers = Array.from(values as Float32Array, shortestDecimal);
  return Array.from({ length: count }, (_, row) => numbers.slice(row * width, (row + 1) * width));
}

/**
 * The first output of a model about each row.
 * @param asked how many rows there are, and of how many it is asked at once.
 * @param feeds its inputs for the rows of a range.
 */
export async function answersOf(
  { bytes }: ModelFile,
  { rows, atOnce }: { readonly rows: number; readonly atOnce: number },
  feeds: (range: RowRange) => Feeds | Promise<Feeds>,
): Promise<number[][]> {
  const session = await createSession(bytes, { threads: 1, device: "cpu", spin: false });
  const answers: number[][] = [];
  try {
    for (let from = 0; from < rows; from += atOnce) {
      const results = await session.run(await feeds({ from, to: Math.min(from + atOnce, rows) }));
      answers.push(...rowsOf(Object.values(results)[0] as Value));
    }
  } finally {
    await session.release();
  }
  return answers;
}
