export { fitLogistic, type LogisticModel, probabilitiesOf } from "./logistic.ts";
export { type Examples } from "./examples.ts";
export { fitRidge, predictRidge, type RidgeModel } from "./ridge.ts";
