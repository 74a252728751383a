import { add, div, min, mul, sub } from "../../graph/index.ts";
import { defineRegularizer, flag, live } from "../../seams/index.ts";
import { everyRole, standIn, standing } from "../averages.ts";

const name = "average";

export const ema = defineRegularizer({
  id: "ema",
  title: "Exponential moving average",
  summary:
    "Averages all weights and running statistics over the updates, and evaluates, keeps and exports the average, while training goes on with the weights themselves.",
  formula: String.raw`a_t = d_t \, a_{t-1} + (1 - d_t) \, w_t, \quad a_0 = w_0, \quad d_t = \min(d, t / (9 + t)) \;\text{(warm-up)}`,
  params: {
    decay: live({
      symbol: "d",
      description:
        "Share of the average that every update leaves: it looks back over about 1 / (1 − d) updates.",
      min: 0,
      max: 0.99999,
      default: 0.999,
      off: 0,
      search: { from: 0.9, to: 0.9999, scale: "linear" },
    }),
    warmUp: flag({
      description:
        "Whether the share grows with the number of updates, so that an early average forgets where training started.",
      default: true,
    }),
  },
  strength: "decay",
  treats: ["large-gap"],
  needs: [],
  interactions: [
    "Averages take the place of small learning rates at the end of training; with both there is less to gain.",
    "The running statistics of batch normalization are averaged like weights, not measured anew: where weights move far between the averaged ones, layer or group normalization fits better.",
  ],
  references: [
    {
      authors: "Polyak and Juditsky",
      year: 1992,
      title: "Acceleration of Stochastic Approximation by Averaging",
      url: "https://doi.org/10.1137/0330046",
    },
    {
      authors: "Tarvainen and Valpola",
      year: 2017,
      title:
        "Mean teachers are better role models: Weight-averaged consistency targets improve semi-supervised deep learning results",
      url: "https://arxiv.org/abs/1703.01780",
    },
  ],
  source: [],
  elsewhere: {
    keras: (decay) => `keras.optimizers.Adam(…, use_ema=True, ema_momentum=${decay})`,
    pytorch: (decay) =>
      `torch.optim.swa_utils.AveragedModel(model, multi_avg_fn=get_ema_multi_avg_fn(${decay}))`,
  },
  roles: everyRole,
  decides: standing,
  at: {
    update: ({ after }, { decay, warmUp }, tools) => {
      const { step } = tools;
      const share = warmUp ? min(decay, div(add(step, 1), add(step, 10))) : decay;
      // Two factors and one sum are faster than the sum of one and a scaled difference: sums read two tensors.
      standIn(name, tools, (before) => add(mul(before, share), mul(after, sub(1, share))));
      return after;
    },
  },
  evaluation: {
    values: (_, __, tools) => standIn(name, tools),
  },
});
