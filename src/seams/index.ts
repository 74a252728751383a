export {
  defineRegularizer,
  type Effect,
  homeOf,
  type Need,
  type Reference,
  type Regularizer,
  type Scale,
} from "./define.ts";
export { type Active, foldLoop, foldSeams, type StepSeams, type StepValues } from "./fold.ts";
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
  type ModelParameter,
  type Place,
  type Role,
  type Seam,
  seamOrder,
  type Seams,
  type Site,
  type Tools,
} from "./seams.ts";
export { unitNorms } from "./units.ts";
