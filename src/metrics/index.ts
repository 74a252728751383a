import { accuracy } from "./accuracy.ts";
import { f1Macro } from "./f1-macro.ts";
import { mae } from "./mae.ts";
import { mse } from "./mse.ts";
import { r2 } from "./r2.ts";

export { accuracy } from "./accuracy.ts";
export { f1Macro } from "./f1-macro.ts";
export { mae } from "./mae.ts";
export { mse } from "./mse.ts";
export { r2 } from "./r2.ts";
export {
  type ClassificationPredictions,
  defineMetric,
  type Metric,
  type RegressionPredictions,
} from "./define.ts";

export const metrics = { accuracy, f1Macro, mae, mse, r2 } as const;
