// Examples that a run fetches while it trains.

/** x' = (x − shift) · scale, for each number of an example. */
interface Scaling {
  readonly shift: Float32Array;
  readonly scale: Float32Array;
}

/** Where the rows of examples come from. */
export interface RowStream {
  /** Pixels are bytes; the columns of a table are numbers. */
  readonly type: "uint8" | "float32";
  /** What the rows are told from others by: all of them, or what they are made from. */
  bytes(): Iterable<Uint8Array>;
  /** The numbers at one place of all examples, unscaled: for tables. */
  numbers?(at: number): Float32Array;
  /** `[rows]`: equal examples have equal numbers, others hardly ever. */
  keys(): Float64Array;
  /** @param scaling what float32 numbers are scaled by on their way. */
  open(scaling: Scaling): RowLoader;
}

/** Fetches rows beside the thread that asks for them. */
export interface RowLoader {
  /**
   * The values of some rows one after another, `[room, ...shape]`; beyond the last row they mean nothing.
   * @throws UserError when a row cannot be read.
   */
  load(rows: Int32Array, room: number): Promise<Float32Array | Uint8Array>;
  close(): Promise<void>;
}

/** Reads rows in the thread that asks. */
export interface RowReader {
  read(rows: Int32Array, room: number): Promise<Float32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>>;
  /** Does a little of what will be asked for later; false when there is nothing to do. */
  ahead(): Promise<boolean>;
}
