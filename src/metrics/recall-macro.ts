import { macroMean, recallOf } from "./counts.ts";
import { defineMetric } from "./define.ts";

export const recallMacro = defineMetric({
  id: "recallMacro",
  title: "Macro recall",
  task: "classification",
  better: "higher",
  isDetail: true,
  formula: String.raw`\frac{1}{|K|} \sum_{k \in K} \frac{TP_k}{TP_k + FN_k}`,
  summary:
    "The mean over classes of the share of their rows that is recognized; a class that is predicted but absent counts as 0.",
  references: [],
  compute: (predictions) => macroMean(predictions, recallOf),
});
