import { ofPositive, precisionOf } from "./counts.ts";
import { defineMetric } from "./define.ts";

export const positivePrecision = defineMetric({
  id: "positivePrecision",
  title: "Precision (positive class)",
  task: "classification",
  better: "higher",
  isDetail: true,
  ofPositive: "Precision",
  mostClasses: 2,
  formula: String.raw`\frac{TP}{TP + FP}`,
  summary:
    "Of two classes: the share of the rows taken for the positive one that are of it; 0 where none is taken for it.",
  references: [],
  compute: (predictions) => ofPositive(predictions, precisionOf),
});
