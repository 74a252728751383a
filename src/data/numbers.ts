import { encodeColumns, fitEncoding } from "./columns.ts";
import type { Dataset, Inputs, SourceDataset } from "./dataset.ts";
import { tokensOf } from "./tokens.ts";

function inputsOf({ inputs }: SourceDataset, trainRows: Int32Array): Inputs {
  if (inputs.kind === "text") return tokensOf(inputs, trainRows);
  return inputs.kind === "columns" ? encodeColumns(inputs, fitEncoding(inputs, trainRows)) : inputs;
}

/**
 * A data set whose inputs are numbers: what texts and columns with gaps or categories become is learned from the training
 * rows alone.
 */
export const toNumbers = (dataset: SourceDataset, trainRows: Int32Array): Dataset => ({
  ...dataset,
  inputs: inputsOf(dataset, trainRows),
});
