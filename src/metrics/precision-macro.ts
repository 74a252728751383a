import { macroMean, precisionOf } from "./counts.ts";
import { defineMetric } from "./define.ts";

export const precisionMacro = defineMetric({
  id: "precisionMacro",
  title: "Macro precision",
  task: "classification",
  better: "higher",
  isDetail: true,
  formula: String.raw`\frac{1}{|K|} \sum_{k \in K} \frac{TP_k}{TP_k + FP_k}`,
  summary:
    "The mean over classes of the share of the rows taken for a class that are of it; a class that is never predicted counts as 0.",
  references: [],
  compute: (predictions) => macroMean(predictions, precisionOf),
});
