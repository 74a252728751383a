export { type Convention, type Quantities, rateOf, strengthFor } from "./conventions.ts";
export {
  defineRegularizer,
  type Effect,
  homeOf,
  type Need,
  type Reference,
  type Regularizer,
  type Scale,
  type Program,
  programs,
  type Watched,
} from "./define.ts";
export { type EvaluationSeams, foldEvaluation } from "./evaluation.ts";
export { type Active, foldLoop, foldSeams, type StepSeams, type StepValues } from "./fold.ts";
export { ownName, ownOf } from "./own.ts";
export {
  type Applied,
  choice,
  count,
  counts,
  fixed,
  flag,
  type LayerEntry,
  layerList,
  type Live,
  live,
  type Parameter,
  type Parameters,
  perAxis,
  scoreNames,
  type Settings,
} from "./parameters.ts";
export {
  type Batch,
  type Decision,
  type Evaluation,
  type EvaluationTools,
  type ForwardPass,
  type LossTerms,
  type ModelParameter,
  type ModelPass,
  type Owner,
  type Place,
  type Product,
  type Seam,
  seamOrder,
  type Seams,
  type Site,
  type Slopes,
  type Tools,
  type Validation,
} from "./seams.ts";
export { unitNorms, unitShape } from "./units.ts";
export {
  type Draws,
  type Holdings,
  type Initializer,
  type Own,
  type ParameterSpec,
  type Role,
  type Running,
  type RunningSpec,
  type Start,
} from "./values.ts";
