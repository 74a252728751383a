import { f1Of, ofPositive } from "./counts.ts";
import { defineMetric } from "./define.ts";

export const positiveF1 = defineMetric({
  id: "positiveF1",
  title: "F1 (positive class)",
  task: "classification",
  better: "higher",
  isDetail: true,
  ofPositive: "F1",
  mostClasses: 2,
  formula: String.raw`\frac{2\,TP}{2\,TP + FP + FN}`,
  summary:
    "Of two classes: the harmonic mean of precision and recall of the positive one, which is the second unless another is named.",
  references: [],
  compute: (predictions) => ofPositive(predictions, f1Of),
});
