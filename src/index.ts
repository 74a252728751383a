/**
 * Ockham as a library for Node: train from a recipe, judge learning curves, write techniques.
 *
 * Training runs in a process of its own, so a recipe is data: `{ use: "l2", lambda: 5 }` is how a technique is asked for.
 */
export { UserError } from "./base/index.ts";

// Training
export {
  formatRecipe,
  overrideRecipe,
  parseRecipe,
  readRecipeText,
  withRegularizers,
} from "./recipe/index.ts";
export type { Recipe, RecipeInput } from "./recipe/index.ts";
export { resume, summarize, train, type TrainOptions } from "./worker/index.ts";
export type { LayerSummary, ModelSummary, Progress, RunResult } from "./train/index.ts";

// Judging learning curves
export { type Prescription, prescribe, translateStrength, type Translation } from "./derive/index.ts";
export { diagnose, type Diagnosis, type Evidence, type Severity, type Verdict } from "./diagnose/index.ts";
export { type EpochRecord, type History, parseEpochRecords, type Scores } from "./history/index.ts";
export { lossCurves, metricCurves, lineFigure, terminalPlot, toSvg } from "./draw/index.ts";
export {
  reportHtml,
  type ReportInput,
  type ReportRun,
  summaryTable,
  terminalSummary,
} from "./report/index.ts";

// Linear models along strengths of a penalty, without an engine
export * as linear from "./linear/index.ts";

// Techniques: the built-in ones, and what a new one is written with
export * from "./regularizers/index.ts";
export {
  type Active,
  choice,
  count,
  defineRegularizer,
  fixed,
  flag,
  foldSeams,
  live,
  type ModelParameter,
  type Regularizer,
  type StepSeams,
  type StepValues,
} from "./seams/index.ts";

// The graph that techniques compute in
export {
  abs,
  add,
  constant,
  div,
  evaluate,
  exp,
  gradients,
  input,
  log,
  matmul,
  max,
  mean,
  min,
  mul,
  neg,
  print,
  sqrt,
  square,
  sub,
  sum,
  type Tensor,
} from "./graph/index.ts";

// Data
export type { Dataset } from "./data/index.ts";
export { datasets } from "./datasets/index.ts";
