import { argmax, defineMetric } from "./define.ts";

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
  compute: (predictions) => {
    const { classes, rows, labels } = predictions;
    const predicted = argmax(predictions);
    const hits = new Float64Array(classes);
    // Rows of a class plus predictions of it: 2 TP + FP + FN.
    const mentions = new Float64Array(classes);
    for (let row = 0; row < rows; row++) {
      const guess = predicted[row] as number;
      const label = labels[row] as number;
      mentions[guess] = (mentions[guess] as number) + 1;
      mentions[label] = (mentions[label] as number) + 1;
      if (guess === label) hits[label] = (hits[label] as number) + 1;
    }
    let total = 0;
    let present = 0;
    for (let k = 0; k < classes; k++) {
      if (mentions[k] === 0) continue;
      total += (2 * (hits[k] as number)) / (mentions[k] as number);
      present++;
    }
    return total / present;
  },
});
