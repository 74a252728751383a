import {
  add,
  cast,
  constant,
  div,
  equal,
  greaterOrEqual,
  mul,
  sub,
  type Tensor,
  where,
} from "../../graph/index.ts";
import { count, defineRegularizer, live } from "../../seams/index.ts";
import { standIn, standing } from "../averages.ts";

const name = "slow";

export const lookahead = defineRegularizer({
  id: "lookahead",
  title: "Lookahead",
  summary:
    "Moves slow weights part of the way to where every few updates of the optimizer have led, and lets it go on from there; the slow weights are evaluated, kept and exported.",
  formula: String.raw`s \leftarrow s + \alpha (w - s), \quad w \leftarrow s \quad \text{after every}\; k \;\text{updates}`,
  params: {
    alpha: live({
      symbol: String.raw`\alpha`,
      description: "Share of the way from the slow weights to the optimizer's that the slow ones go.",
      min: 0,
      aboveMin: true,
      max: 1,
      default: 0.5,
      off: 1,
      search: { from: 0.2, to: 0.9, scale: "linear" },
    }),
    k: count({
      symbol: "k",
      description: "Number of updates of the optimizer for each of the slow weights.",
      min: 1,
      default: 6,
      search: { from: 3, to: 20, scale: "log" },
    }),
  },
  strength: "alpha",
  treats: ["large-gap"],
  needs: [],
  interactions: [
    "Slow weights even out an optimizer's steps, so that higher learning rates and momenta become usable.",
  ],
  references: [
    {
      authors: "Zhang et al.",
      year: 2019,
      title: "Lookahead Optimizer: k steps forward, 1 step back",
      url: "https://arxiv.org/abs/1907.08610",
    },
  ],
  source: [],
  roles: ["weight", "bias", "gain", "offset", "spread"],
  decides: standing,
  at: {
    update: ({ after }, { alpha, k }, tools) => {
      const updates = add(tools.step, 1);
      const rounds = cast(cast(div(updates, k), "int32"), "float32");
      const isMet = equal(mul(rounds, k), updates);
      // At α = 1 nothing is slow: the optimizer's weights are evaluated at any time.
      const follows = greaterOrEqual(where(isMet, constant(1), alpha), 1);
      const back = sub(1, alpha);
      const next = (slow: Tensor): Tensor => where(follows, add(after, mul(sub(slow, after), back)), slow);
      const slow = standIn(name, tools, next);
      return where(isMet, next(slow), after);
    },
  },
  evaluation: {
    values: (_, __, tools) => standIn(name, tools),
  },
});
