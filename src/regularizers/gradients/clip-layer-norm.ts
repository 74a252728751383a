import { mul, type Tensor } from "../../graph/index.ts";
import { choice, defineRegularizer, live } from "../../seams/index.ts";
import { factorWithin, normOf, shareBeyond } from "../clipping.ts";

/** The norm of the gradients of each group together, by the group's name. */
const normsOf = (gradients: readonly Tensor[], groups: readonly string[]): Map<string, Tensor> =>
  new Map(
    [...new Set(groups)].map((group) => [group, normOf(gradients.filter((_, i) => groups[i] === group))]),
  );

export const clipLayerNorm = defineRegularizer({
  id: "clipLayerNorm",
  title: "Gradient clipping layer by layer",
  summary:
    "Scales the gradients of each layer down whenever their norm exceeds a limit, whatever those of the other layers are.",
  formula: String.raw`g_l \leftarrow g_l \min(1, c / \|g_l\|)`,
  params: {
    norm: live({
      symbol: "c",
      description: "Largest norm of the gradients of one layer.",
      min: 0,
      aboveMin: true,
      default: 1,
      search: { from: 0.1, to: 10, scale: "log" },
    }),
    each: choice(["layer", "parameter"], {
      description:
        "What is clipped together: the weights and biases of a layer, or each parameter alone as clipnorm of Keras does.",
      default: "layer",
    }),
  },
  strength: "norm",
  treats: ["diverged"],
  needs: [],
  interactions: [
    "It keeps the direction of the gradient within a layer but not between layers, which clipping by the norm of all of them does.",
  ],
  references: [
    {
      authors: "Pascanu, Mikolov and Bengio",
      year: 2013,
      title: "On the difficulty of training recurrent neural networks",
      url: "https://proceedings.mlr.press/v28/pascanu13.html",
    },
  ],
  source: ["002 §1.4.12"],
  at: {
    gradients: (gradients, { norm, each }, { parameters, report }) => {
      const groups = parameters.map(({ layer, name }) => (each === "layer" ? layer : name));
      const norms = normsOf(gradients, groups);
      report("clipped", shareBeyond([...norms.values()].map((size) => ({ size, limit: norm }))));
      return gradients.map((g, i) => mul(g, factorWithin(norms.get(groups[i] as string) as Tensor, norm)));
    },
  },
});
