// Inputs whose values are not in memory.
import { bug } from "../base/index.ts";
import type { Inputs, NumberInputs } from "./dataset.ts";
import type { RowStream } from "./streamed.ts";

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
