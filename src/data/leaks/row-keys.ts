// Rows as single numbers, by which equal ones are found in little memory.
import { sizeOf } from "../../graph/index.ts";
import type { Inputs } from "../dataset.ts";

const rotated = (word: number, by: number): number => (word << by) | (word >>> (32 - by));

/** What MurmurHash3 (x86, 128 bits; Appleby, 2011) multiplies by in its four lanes, of which two are taken. */
const [a1, a2, b1, b2] = [0x239b961b, 0xab0e9789, 0x38b34ae5, 0xa1e38b93] as const;

function finished(hash: number): number {
  let word = hash ^ (hash >>> 16);
  word = Math.imul(word, 0x85ebca6b);
  word ^= word >>> 13;
  word = Math.imul(word, 0xc2b2ae35);
  return (word ^ (word >>> 16)) >>> 0;
}

/** A number of 53 bits for some words: equal words have equal numbers, others hardly ever. */
export function keyOf(words: ArrayLike<number>, from = 0, to = words.length): number {
  let [a, b] = [to - from, 0x9e3779b9];
  for (let at = from; at < to; at++) {
    const word = words[at] as number;
    a = Math.imul(rotated(a ^ Math.imul(rotated(Math.imul(word, a1), 15), a2), 19), 5) + 0x561ccd1b;
    b = Math.imul(rotated(b ^ Math.imul(rotated(Math.imul(word, b1), 17), b2), 13), 5) + 0x32ac3b17;
  }
  return finished(a) * 2 ** 21 + (finished(b) >>> 11);
}

/** Numbers as whole words where they fill such, else as bytes. */
function wordsOf(values: Float32Array | Int32Array | Uint8Array, size: number): Uint32Array | Uint8Array {
  const bytes = values.BYTES_PER_ELEMENT;
  if ((size * bytes) % 4 > 0 || values.byteOffset % 4 > 0)
    return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return new Uint32Array(values.buffer, values.byteOffset, values.byteLength / 4);
}

/** The keys of rows of so many numbers, one after another. */
export function keysOf(values: Float32Array | Int32Array | Uint8Array, size: number): Float64Array {
  const rows = values.length / size;
  const words = wordsOf(values, size);
  const width = words.length / rows;
  return Float64Array.from({ length: rows }, (_, row) => keyOf(words, row * width, (row + 1) * width));
}

/**
 * `[rows]`: a number for each row of inputs. Rows that a model cannot tell apart have equal numbers; two others have the same
 * with a probability of 2⁻⁵³. Streamed images count as equal when their files are.
 */
export function rowKeys(inputs: Inputs): Float64Array {
  if ("stream" in inputs && inputs.stream) return inputs.stream.keys();
  const size = sizeOf(inputs.shape);
  return keysOf(inputs.values, size);
}
