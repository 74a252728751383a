import { gelu, relu } from "../graph/index.ts";
import { choice, count } from "../seams/index.ts";
import { defineLayer } from "./define.ts";
import { affineOf, sequenceOf } from "./sequences.ts";

const activations = { gelu, relu } as const;

export const feedForward = defineLayer({
  id: "feedForward",
  title: "Feed-forward layer",
  summary: "Sends each vector of a sequence by itself through a wider hidden layer and back to its width.",
  params: {
    units: count({ description: "Width of the hidden layer.", min: 1, default: 256 }),
    activation: choice(["gelu", "relu"], {
      description: "Function applied to the hidden layer.",
      default: "gelu",
    }),
  },
  build: (x, { units, activation }, tools) => {
    const { width } = sequenceOf(x, tools);
    const hidden = activations[activation](affineOf(x, units, "hidden", tools));
    return tools.site(affineOf(hidden, width, "output", tools), "hidden");
  },
});
