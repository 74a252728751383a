import { totalWeight, weightOf } from "./counts.ts";
import { defineMetric, type RegressionPredictions } from "./define.ts";

export const r2 = defineMetric({
  id: "r2",
  title: "R²",
  task: "regression",
  better: "higher",
  formula: String.raw`1 - \frac{\sum_i (\hat y_i - y_i)^2}{\sum_i (y_i - \bar y)^2}`,
  summary:
    "The share of the target's variance that the predictions explain, averaged over the outputs: 1 is perfect, 0 is no better " +
    "than the mean, and below 0 is worse. An output that never changes gives 1 when met exactly and 0 otherwise.",
  references: [
    {
      authors: "Chicco, Warrens, Jurman",
      year: 2021,
      title:
        "The coefficient of determination R-squared is more informative than SMAPE, MAE, MAPE, MSE and RMSE in regression analysis evaluation",
      url: "https://doi.org/10.7717/peerj-cs.623",
    },
  ],
  compute: (predictions) => {
    // One row has no variance to explain.
    if (predictions.rows < 2) return Number.NaN;
    let total = 0;
    for (let output = 0; output < predictions.outputs; output++) total += ofOutput(predictions, output);
    return total / predictions.outputs;
  },
});

function ofOutput(predictions: RegressionPredictions, output: number): number {
  const { rows, outputs, predicted, actual } = predictions;
  const total = totalWeight(predictions);
  let centre = 0;
  for (let row = 0; row < rows; row++)
    centre += (weightOf(predictions, row) * (actual[row * outputs + output] as number)) / total;
  let unexplained = 0;
  let variance = 0;
  for (let row = 0; row < rows; row++) {
    const at = row * outputs + output;
    const weight = weightOf(predictions, row);
    unexplained += weight * ((predicted[at] as number) - (actual[at] as number)) ** 2;
    variance += weight * ((actual[at] as number) - centre) ** 2;
  }
  if (unexplained === 0) return 1;
  return variance === 0 ? 0 : 1 - unexplained / variance;
}
