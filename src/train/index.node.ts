export { type Manifest, ockhamVersion, readManifest } from "./manifest.node.ts";
export { exportRun, type ExportedModel, readRun, type ReadRun } from "./opened-run.node.ts";
export type { Predictions } from "./model-file.node.ts";
export { predict } from "./predict.node.ts";
export { runPaths } from "./run-files.node.ts";
export {
  type FinishedRun,
  loadData,
  measureRecipe,
  readResult,
  readRunRecipe,
  resumeRun,
  type RunContext,
  type RunOutside,
  startRun,
  summarizeRecipe,
} from "./run.node.ts";
export { appendLine, makeFolder, readIfThere, writeWhole } from "./files.node.ts";
export { holdFolder } from "./lock.node.ts";
