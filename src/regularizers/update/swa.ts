import { add, cast, div, equal, max, mul, sub, type Tensor, where } from "../../graph/index.ts";
import { count, defineRegularizer, fixed, type Tools } from "../../seams/index.ts";
import { everyRole, standIn, standing } from "../averages.ts";

const name = "average";

/** How many weights an update has averaged when it is done, 0 before the first; and whether its own are among them. */
function averaged(
  { start, every }: { readonly start: number; readonly every: number },
  { step, stepsPerEpoch, epochs }: Pick<Tools, "step" | "stepsPerEpoch" | "epochs">,
): { readonly number: Tensor; readonly isTaken: Tensor } {
  const interval = every || stepsPerEpoch;
  // A share such as 0.7 of 10 epochs is 7 of them, whatever rounding makes of it.
  const first = Math.max(1, Math.ceil((start * epochs * stepsPerEpoch) / interval - 1e-6));
  const updates = add(step, 1);
  const intervals = cast(cast(div(updates, interval), "int32"), "float32");
  return {
    number: max(sub(intervals, first - 1), 0),
    isTaken: equal(mul(intervals, interval), updates),
  };
}

export const swa = defineRegularizer({
  id: "swa",
  title: "Stochastic weight averaging",
  summary:
    "Averages the weights and running statistics at the ends of the last epochs with equal shares, and evaluates, keeps and exports the average; before the first of them the weights themselves.",
  formula: String.raw`a_n = a_{n-1} + (w_n - a_{n-1}) / n, \quad w_n \;\text{the weights after epoch}\; \lceil \alpha E \rceil + n - 1`,
  params: {
    start: fixed({
      symbol: String.raw`\alpha`,
      description:
        "Share of the run's epochs E after which the first weights are taken; with 1 only the last ones are.",
      min: 0,
      max: 1,
      default: 0.75,
      off: 1,
      search: { from: 0.4, to: 0.9, scale: "linear" },
    }),
    every: count({
      symbol: "c",
      description: "Number of updates between weights that are taken; 0 for one epoch.",
      min: 0,
      default: 0,
    }),
  },
  strength: "start",
  treats: ["large-gap"],
  needs: [],
  interactions: [
    "A learning rate that stays high through the averaged epochs keeps the weights apart, which is what the average lives on.",
    "The running statistics of batch normalization are averaged like weights, not measured anew: where weights move far between the averaged ones, layer or group normalization fits better.",
  ],
  references: [
    {
      authors: "Izmailov et al.",
      year: 2018,
      title: "Averaging Weights Leads to Wider Optima and Better Generalization",
      url: "https://arxiv.org/abs/1803.05407",
    },
  ],
  source: [],
  elsewhere: {
    pytorch: () => "torch.optim.swa_utils.AveragedModel(model)",
    lightning: () => "Trainer(callbacks=[StochasticWeightAveraging(swa_lrs=…)])",
  },
  roles: everyRole,
  decides: standing,
  at: {
    update: ({ after }, settings, tools) => {
      const { number, isTaken } = averaged(settings, tools);
      const share = div(1, max(number, 1));
      const mixed = (before: Tensor): Tensor => add(mul(after, share), mul(before, sub(1, share)));
      standIn(name, tools, (before) => where(equal(number, 0), after, where(isTaken, mixed(before), before)));
      return after;
    },
  },
  evaluation: {
    values: (_, __, tools) => standIn(name, tools),
  },
});
