import { encodeColumns, fitEncoding } from "./columns.ts";
import type { Dataset, Inputs, SourceDataset } from "./dataset.ts";
import { tokensOf } from "./tokens.ts";

function inputsOf({ inputs }: SourceDataset, trainRows: Int32Array): Inputs {
  if (inputs.kind === "text") return tokensOf(inputs, trainRows);
  if (inputs.kind !== "columns") return inputs;
  const by = fitEncoding(inputs, trainRows);
  return inputs.encoded?.(by) ?? encodeColumns(inputs, by);
}

/**
 * A data set whose inputs are numbers: what texts and columns with gaps or categories become is learned from the training
 * rows alone.
 */
export const toNumbers = (dataset: SourceDataset, trainRows: Int32Array): Dataset => ({
  ...dataset,
  inputs: inputsOf(dataset, trainRows),
});
