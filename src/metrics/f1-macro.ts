import { f1Of, macroMean } from "./counts.ts";
import { defineMetric } from "./define.ts";

export const f1Macro = defineMetric({
  id: "f1Macro",
  title: "Macro F1",
  task: "classification",
  better: "higher",
  formula: String.raw`\frac{1}{|K|} \sum_{k \in K} \frac{2\,TP_k}{2\,TP_k + FP_k + FN_k}`,
  summary:
    "The mean over classes of the harmonic mean of precision and recall: every class counts the same, however rare. " +
    "A class that is neither present nor predicted is left out; one that is never predicted rightly counts as 0.",
  references: [
    {
      authors: "Opitz, Burst",
      year: 2019,
      title: "Macro F1 and Macro F1",
      url: "https://arxiv.org/abs/1911.03347",
    },
  ],
  compute: (predictions) => macroMean(predictions, f1Of),
});
