import { f1Of, weightedMean } from "./counts.ts";
import { defineMetric } from "./define.ts";

export const f1Weighted = defineMetric({
  id: "f1Weighted",
  title: "Weighted F1",
  task: "classification",
  better: "higher",
  isDetail: true,
  formula: String.raw`\sum_k \frac{n_k}{n} \cdot \frac{2\,TP_k}{2\,TP_k + FP_k + FN_k}`,
  summary:
    "The mean over classes of the harmonic mean of precision and recall, each class weighted by its rows.",
  references: [],
  compute: (predictions) => weightedMean(predictions, f1Of),
});
