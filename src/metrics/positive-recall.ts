import { ofPositive, recallOf } from "./counts.ts";
import { defineMetric } from "./define.ts";

export const positiveRecall = defineMetric({
  id: "positiveRecall",
  title: "Recall (positive class)",
  task: "classification",
  better: "higher",
  isDetail: true,
  ofPositive: "Recall",
  mostClasses: 2,
  formula: String.raw`\frac{TP}{TP + FN}`,
  summary:
    "Of two classes: the share of the rows of the positive one that are recognized; 0 where there are none.",
  references: [],
  compute: (predictions) => ofPositive(predictions, recallOf),
});
