import { mul } from "../../graph/index.ts";
import { defineRegularizer, live, unitNorms } from "../../seams/index.ts";
import { factorWithin } from "../clipping.ts";

export const maxNorm = defineRegularizer({
  id: "maxNorm",
  title: "Max-norm constraint",
  summary:
    "Scales the weights that lead into a unit back onto a ball around 0 whenever an update takes them out of it.",
  formula: String.raw`w_u \leftarrow w_u \min(1, c / \|w_u\|)`,
  params: {
    norm: live({
      symbol: "c",
      description: "Largest norm of the weights that lead into one unit.",
      min: 0,
      aboveMin: true,
      default: 3,
      search: { from: 0.5, to: 8, scale: "log" },
    }),
  },
  strength: "norm",
  treats: ["large-gap"],
  needs: [],
  interactions: [
    "It goes with dropout and high learning rates: it bounds weights without slowing those that stay below (Srivastava et al. 2014).",
    "Beside strong L2 or weight decay no weight may ever reach the bound.",
    "Before a normalization the size of weights changes nothing of what is computed: there it keeps the effective learning rate from falling.",
  ],
  references: [
    {
      authors: "Srebro and Shraibman",
      year: 2005,
      title: "Rank, Trace-Norm and Max-Norm",
      url: "https://doi.org/10.1007/11503415_37",
    },
    {
      authors: "Srivastava et al.",
      year: 2014,
      title: "Dropout: A Simple Way to Prevent Neural Networks from Overfitting",
      url: "https://jmlr.org/papers/v15/srivastava14a.html",
    },
  ],
  source: [],
  elsewhere: {
    keras: (norm) => `keras.layers.Dense(…, kernel_constraint=keras.constraints.MaxNorm(${norm}))`,
  },
  at: {
    update: ({ after }, { norm }) => mul(after, factorWithin(unitNorms(after), norm)),
  },
});
