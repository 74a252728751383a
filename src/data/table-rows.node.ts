// The rows of a table on disk by their numbers.
import { readWhole } from "./spill.node.ts";
import type { RowReader } from "./streamed.ts";

/** What a thread needs to know to read rows of numbers. */
export interface TableRows {
  readonly kind: "table";
  /** An open file with all rows one after another, float32. */
  readonly fd: number;
  readonly width: number;
  readonly shift: Float32Array;
  readonly scale: Float32Array;
}

/** Bytes between two rows that are read over rather than asked for anew, and bytes that are read at once. */
const [gapBytes, mostBytes] = [4096, 2 ** 20];

/** Rows as they lie in the file, each with its place among those that were asked for. */
function inOrder(rows: Int32Array): Float64Array {
  return Float64Array.from(rows, (row, at) => row * rows.length + at).toSorted();
}

/** Reads rows, scaled. */
export function tableRows({ fd, width, shift, scale }: TableRows): RowReader {
  const rowBytes = 4 * width;
  const scratch = new Float32Array(Math.max(width, Math.floor(mostBytes / 4)));
  const copy = (from: number, into: Float32Array, to: number): void => {
    for (let i = 0; i < width; i++) {
      const moved = (scratch[from + i] as number) - (shift[i % shift.length] as number);
      into[to + i] = moved * (scale[i % scale.length] as number);
    }
  };
  const read: RowReader["read"] = (rows, room) => {
    const values = new Float32Array(room * width);
    const keys = inOrder(rows);
    const rowOf = (at: number): number => Math.floor((keys[at] as number) / rows.length);
    for (let at = 0; at < keys.length; ) {
      const first = rowOf(at);
      let end = at + 1;
      for (let last = first; end < keys.length; end++) {
        const row = rowOf(end);
        if ((row - last - 1) * rowBytes > gapBytes || (row - first + 1) * width > scratch.length) break;
        last = row;
      }
      const count = rowOf(end - 1) - first + 1;
      readWhole(fd, new Uint8Array(scratch.buffer, 0, count * rowBytes), first * rowBytes);
      for (; at < end; at++) {
        const place = (keys[at] as number) % rows.length;
        copy((rowOf(at) - first) * width, values, place * width);
      }
    }
    return Promise.resolve(values);
  };
  return { read, ahead: () => Promise.resolve(false) };
}
