export { missingMarksOf, missingSpellings, type WrittenMarks } from "./missing.ts";
export { parseRecords, type TextRecord } from "./records.ts";
export { type BatchOrder, epochOrder } from "./batches.ts";
export {
  type Columns,
  type Dataset,
  type ImageForm,
  type Inputs,
  type NumberInputs,
  type Part,
  parts,
  type RowRange,
  type SourceDataset,
  type TokenInputs,
  type Targets,
} from "./dataset.ts";
export { type Fold, folds, type FoldsSpec } from "./folds.ts";
export {
  checkedRepeats,
  checkedSentences,
  findLeaks,
  type Leaks,
  leakSentences,
  repeatSentences,
} from "./leaks/leaks.ts";
export { newRows, type Repeats } from "./leaks/shared-rows.ts";
export { type ColumnFacts, type ColumnsFacts, columnsFacts } from "./facts/column-facts.ts";
export { type NewCells, newCells, newCellSentences } from "./facts/new-cells.ts";
export { suspectedMarks, type SuspectedMark, suspectSentences } from "./facts/suspected-marks.ts";
export { type TargetFacts, targetFacts } from "./facts/target-facts.ts";
export { encodedNames, exactNumbers, leftOutReasons, levelPosition, rowCount, rowMajor } from "./columns.ts";
export type { ColumnEncoding, Encoding } from "./encoding.ts";
export type { IdxFiles, IdxPair } from "./idx-dataset.node.ts";
export type { TableFiles } from "./table-parts.node.ts";
export { spellingsOf } from "./truth.ts";
export { toNumbers } from "./numbers.ts";
export type { Published } from "./published.ts";
export { type HeldFold, split, type SplitSpec } from "./split.ts";
export {
  applyPreprocessing,
  type FittedPreprocessing,
  fitPreprocessing,
  type Preprocessing,
} from "./standardize.ts";
export type { RowLoader, RowStream } from "./streamed.ts";
export { rowStreamOf, streamedInputs } from "./streamed-inputs.ts";
export { tokenNumbers, type TokenReading } from "./tokens.ts";
