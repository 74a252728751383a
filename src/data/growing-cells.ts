/** Numbers with NaN for a gap, or codes of levels with −1. */
export type Cells = Float32Array | Float64Array | Int32Array;

type CellsOf = new (length: number) => Cells;

const leastRoom = 1 << 14;

/** The cells of a column as they come, block by block. What they hold is noted while they are at hand. */
export class GrowingCells {
  /** How many there are. */
  length = 0;
  readonly #Cells: CellsOf;
  #room: Cells;
  #before = 0;
  #firstInfinite = -1;

  /** @param expected how many cells are likely to come: with the right number nothing is copied twice. */
  constructor(Cells: CellsOf, expected: number) {
    this.#Cells = Cells;
    this.#room = new Cells(Math.max(leastRoom, expected));
  }

  /** The position of the first infinite number among all that ever came; −1 when there is none. */
  get firstInfinite(): number {
    return this.#firstInfinite;
  }

  get byteLength(): number {
    return this.length * this.#room.BYTES_PER_ELEMENT;
  }

  append(block: Cells): void {
    const start = this.length;
    const end = start + block.length;
    if (end > this.#room.length) this.#grow(end);
    this.#room.set(block, start);
    this.length = end;
    if (this.#firstInfinite < 0 && !(block instanceof Int32Array)) this.#lookFor(block, this.#before + start);
  }

  /** All cells since the last `clear`: they change with the next `append` after one. */
  all(): Cells {
    return this.#room.subarray(0, this.length);
  }

  /** Makes place for others. */
  clear(): void {
    this.#before += this.length;
    this.length = 0;
  }

  #grow(least: number): void {
    const wider = new this.#Cells(Math.max(least, Math.ceil(this.#room.length * 1.5)));
    wider.set(this.all());
    this.#room = wider;
  }

  /** Searching twice is several times as fast as comparing cell by cell. */
  #lookFor(block: Float32Array | Float64Array, from: number): void {
    const found = [block.indexOf(Infinity), block.indexOf(-Infinity)].filter((at) => at >= 0);
    if (found.length > 0) this.#firstInfinite = from + Math.min(...found);
  }
}
