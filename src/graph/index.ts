export { blockLayout } from "./blocked/layout.ts";
export { toBlocked } from "./blocked/rows.ts";
export { inBox, type Span } from "./boxes.ts";
export { crop, type Crop } from "./crop.ts";
export { evaluate, type Feeds } from "./evaluate.ts";
export { fuse } from "./fuse.ts";
export { gradients } from "./gradients.ts";
export { constant, input, inputName, int64, isConstant, isInput, isLeaf } from "./leaves.ts";
export * from "./ops/index.ts";
export { forMembers, Inseparable } from "./members.ts";
export { print } from "./print.ts";
export {
  keepMask,
  randomBeta,
  type RandomKey,
  randomNormal,
  randomPartners,
  randomUniform,
} from "./random.ts";
export { share } from "./share.ts";
export {
  type DataType,
  node,
  type Operation,
  sameShape,
  type Shape,
  sizeOf,
  type SpelledAttribute,
  type Spelling,
  type Tensor,
  typeNumbers,
  type Values,
} from "./tensor.ts";
export { type Carried, transposeCarried } from "./transposed-state.ts";
export { type Place2d, warp } from "./warp.ts";
export { topological } from "./walk.ts";
