// Texts of a column as numbers of levels.
import type { DuckDBDataChunk, DuckDBVector } from "@duckdb/node-api";
import { bug } from "../base/index.ts";
import type { Cells } from "./growing-cells.ts";
import { isPresent } from "./missing.ts";

const unseen = -2;

/** The numbers that a column of a chunk holds, without a copy: valid as long as the chunk is. Gaps hold anything. */
export const itemsOf = (vector: DuckDBVector): Cells =>
  // The library declares them private; reading cell by cell takes ten times as long.
  (vector as unknown as { readonly items?: Cells }).items ?? bug("a column of DuckDB without its numbers");

/** The levels of a column, numbered as they come. */
export class Levels {
  /** The levels; how many cells hold each. */
  readonly names: string[] = [];
  readonly counts: number[] = [];
  readonly #codes = new Map<string, number>();
  readonly #further: readonly string[];
  readonly #common: Int32Array;

  /** @param common texts that DuckDB tells by their numbers, from 1. */
  constructor(further: readonly string[], common: readonly string[]) {
    this.#further = further;
    this.#common = new Int32Array(common.length + 1).fill(unseen);
    this.common = common;
  }

  readonly common: readonly string[];

  /** The code of a text: −1 for a gap. */
  codeOf(text: string | null): number {
    if (text === null) return -1;
    const known = this.#codes.get(text);
    if (known !== undefined) return known;
    const level = text.trim();
    const code = isPresent(level, this.#further) ? this.#levelCode(level) : -1;
    this.#codes.set(text, code);
    return code;
  }

  #levelCode(level: string): number {
    const known = this.#codes.get(level);
    if (known !== undefined && known >= 0) return known;
    this.#codes.set(level, this.names.length);
    this.counts.push(0);
    return this.names.push(level) - 1;
  }

  /** The code of the common text that DuckDB calls `position`. */
  #commonCode(position: number): number {
    const held = this.#common[position] as number;
    if (held !== unseen) return held;
    return (this.#common[position] = this.codeOf(this.common[position - 1] as string));
  }

  /** The codes of a column of a chunk; with common texts, the next column holds those that are not. */
  codesOf(chunk: DuckDBDataChunk, column: number): Int32Array {
    const rows = chunk.rowCount;
    const codes = new Int32Array(rows);
    const vector = chunk.getColumnVector(column);
    if (this.common.length === 0) {
      for (let row = 0; row < rows; row++) codes[row] = this.codeOf(vector.getItem(row) as string | null);
    } else {
      const positions = itemsOf(vector);
      const others = chunk.getColumnVector(column + 1);
      for (let row = 0; row < rows; row++) {
        const position = positions[row] as number;
        codes[row] =
          position > 0 ? this.#commonCode(position) : this.codeOf(others.getItem(row) as string | null);
      }
    }
    this.#count(codes);
    return codes;
  }

  #count(codes: Int32Array): void {
    for (let row = 0; row < codes.length; row++) {
      const code = codes[row] as number;
      if (code >= 0) this.counts[code] = (this.counts[code] as number) + 1;
    }
  }
}
