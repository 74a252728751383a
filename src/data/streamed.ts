// Examples that a run fetches while it trains.
import { bug } from "../base/index.ts";
import type { Inputs, NumberInputs } from "./dataset.ts";
import type { Preprocessing } from "./standardize.ts";

/** Where the rows of examples come from. */
export interface RowStream {
  /** Pixels are bytes; the columns of a table are numbers. */
  readonly type: "uint8" | "float32";
  /** Of what the rows are made from. */
  readonly sha256: string;
  /** @param scaling what float32 numbers are scaled by on their way. */
  open(scaling: Preprocessing): RowLoader;
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

/** Inputs whose values are not in memory. */
export const streamedInputs = (
  inputs: Omit<NumberInputs, "values" | "stream">,
  stream: RowStream,
): NumberInputs =>
  Object.defineProperty({ ...inputs, stream } as unknown as NumberInputs, "values", {
    get: () => bug("examples that are streamed are not all in memory"),
  });

/** The stream of inputs that are not in memory; nothing for others. */
export const rowStreamOf = (inputs: Inputs): RowStream | undefined =>
  "stream" in inputs ? inputs.stream : undefined;
