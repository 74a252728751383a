import { classCounts, recallOf } from "./counts.ts";
import { defineMetric } from "./define.ts";

export const balancedAccuracy = defineMetric({
  id: "balancedAccuracy",
  title: "Balanced accuracy",
  task: "classification",
  better: "higher",
  isDetail: true,
  formula: String.raw`\frac{1}{|K|} \sum_{k \in K} \frac{TP_k}{TP_k + FN_k}`,
  summary:
    "The mean over the classes that occur of the share of their rows that is recognized: 1 / K for a guess, however rare some are.",
  references: [
    {
      authors: "Brodersen, Ong, Stephan, Buhmann",
      year: 2010,
      title: "The Balanced Accuracy and Its Posterior Distribution",
      url: "https://doi.org/10.1109/ICPR.2010.764",
    },
  ],
  compute: (predictions) => {
    const present = classCounts(predictions).filter(({ actual }) => actual > 0);
    return present.reduce((total, counts) => total + recallOf(counts), 0) / present.length;
  },
});
