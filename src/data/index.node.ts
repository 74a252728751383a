export { findCifarFiles, readCifar } from "./cifar.node.ts";
export { readGivenColumns, type WantedColumn } from "./csv-given.node.ts";
export { readCsv, readCsvColumns } from "./csv.node.ts";
export { findFile, resolvePath } from "./find.node.ts";
export { hashDataset } from "./hash.node.ts";
export { findIdxFiles } from "./idx-folder.node.ts";
export { readIdxDataset } from "./idx-dataset.node.ts";
export { type IdxArray, type IdxValues, readIdx } from "./idx.node.ts";
export { readText, readTextColumns } from "./text.node.ts";
