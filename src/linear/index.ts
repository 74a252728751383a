export { crossValidatePath, type CrossValidation, type FoldPath } from "./cross-validation.ts";
export { type Examples } from "./examples.ts";
export type { Ending } from "./follow.ts";
export { degreesOfFreedom } from "./freedom.ts";
export type { FoldOptions, HeldOut } from "./folds.ts";
export { crossValidateLonger, isLevelAtEnd, type LongerCrossValidation } from "./longer-path.ts";
export { fitLeastSquares, type LeastSquares } from "./least-squares.ts";
export { fitLogistic, type LogisticModel, probabilitiesOf } from "./logistic.ts";
export { type Measured, pairedDifference } from "./measured.ts";
export type { PathOptions } from "./options.ts";
export { fitPath, type LinearPath } from "./path.ts";
export { coefficientsAt, type LinearCoefficients, predictAt } from "./predict.ts";
export { type Family, type Response } from "./response.ts";
export { fitRidge, predictRidge, type RidgeModel } from "./ridge.ts";
export {
  fitRidgePath,
  lambdaOfDegrees,
  type RidgePath,
  type RidgePathOptions,
  shrinkage,
} from "./ridge-path.ts";
export { type Coefficient, columnDeviations, lossSlice, type Slice } from "./slice.ts";
export type { SparseExamples } from "./row-products.ts";
export { twinColumns } from "./twins.ts";
