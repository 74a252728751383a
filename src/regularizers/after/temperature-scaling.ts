import { div } from "../../graph/index.ts";
import {
  defineRegularizer,
  type EvaluationTools,
  fixed,
  type Slopes,
  type Validation,
} from "../../seams/index.ts";

const name = "temperature";

const temperature = ({ own }: EvaluationTools) =>
  own({ layer: "output" }).running(name, { shape: [], initial: 1 });

/** Far more than it takes; rounding may keep the last digits moving. */
const mostSteps = 100;
/** Newton's steps square the error: after one this small it is below rounding. */
const smallest = 1e-7;

/**
 * Where a slope that nowhere falls crosses 0 between two positive numbers around 1, or the end that is nearest to it: by
 * Newton's method, and by halving what is left where that would leave it. Each look costs a pass over all rows.
 */
function crossing(at: (x: number) => Slopes, [low, high]: readonly [number, number]): number {
  const start = at(1).slope;
  // A model that diverged has no slope: there is nothing to fit.
  if (!(start < 0 || start > 0)) return 1;
  const end = start < 0 ? high : low;
  if (!(start * at(end).slope < 0)) return end;
  let [from, to, x] = [Math.min(1, end), Math.max(1, end), 1];
  for (let step = 1; step <= mostSteps; step++) {
    const { slope, curvature } = at(x);
    if (slope < 0) from = x;
    else to = x;
    const newton = x - slope / curvature;
    // Where the slope fades out Newton's steps stay short: now and then the range is halved.
    const isTaken = newton >= from && newton <= to && step % 6 > 0;
    const next = isTaken ? newton : Math.sqrt(from * to);
    if (isTaken && Math.abs(next - x) <= smallest * x) return next;
    x = next;
  }
  return x;
}

/** In 1 / T the loss is convex, so that there is one minimum. */
function fitted({ lossByScale }: Validation, highest: number): number {
  // Of the two ends 1 / (1 / T) may differ from T.
  const found = crossing(lossByScale, [1 / highest, highest]);
  return found === 1 / highest ? highest : 1 / found;
}

export const temperatureScaling = defineRegularizer({
  id: "temperatureScaling",
  title: "Temperature scaling",
  summary:
    "Divides the outputs of the trained model by one number, for which the validation loss is lowest: probabilities fit better, and the class that is taken stays.",
  formula: String.raw`z \leftarrow z / T, \quad T = \arg\min_{1 / T_{\max} \le T \le T_{\max}} \frac{1}{m} \sum_{i \le m} \ell(z_i / T, y_i) \;\text{over the validation part}`,
  params: {
    highestTemperature: fixed({
      symbol: String.raw`T_{\max}`,
      description:
        "No temperature to set, which is fitted, but a bound of it: the highest that may be found, and the inverse of the lowest; one of them is taken where the loss has no minimum between.",
      min: 1,
      default: 100,
    }),
  },
  strength: "highestTemperature",
  treats: ["over-confidence"],
  needs: ["classification", "validation"],
  interactions: [
    "Training is as without it: each epoch is measured without the temperature, and the kept weights at the end with it.",
    "Label smoothing, mixup, focal loss and the confidence penalty change confidence in training: the temperature then makes up for what they leave or overdo.",
    "Its one number, told at the end of the run, is fitted on the validation part, whose loss afterwards is slightly too good: judge by the test part.",
  ],
  references: [
    {
      authors: "Guo, Pleiss, Sun and Weinberger",
      year: 2017,
      title: "On Calibration of Modern Neural Networks",
      url: "https://arxiv.org/abs/1706.04599",
    },
  ],
  source: [],
  at: {
    after: (validation, { highestTemperature }) => ({ [name]: fitted(validation, highestTemperature) }),
  },
  evaluation: {
    outputs: (outputs, _, tools) => div(outputs, temperature(tools)),
  },
});
