import { bug } from "../base/index.ts";
import { gather } from "../graph/index.ts";
import { count } from "../seams/index.ts";
import { defineLayer } from "./define.ts";
import { unitVectors } from "./initializers.ts";

export const embedding = defineLayer({
  id: "embedding",
  title: "Embedding",
  summary: "Gives each token a trainable vector: from token numbers [length] to [length, width].",
  takes: "tokens",
  params: { width: count({ description: "Size of the vector of a token.", min: 1, default: 64 }) },
  build: (x, { width }, tools) => {
    const { vocabulary } = tools.tokens ?? bug("tokens without a vocabulary");
    const table = tools.parameter("table", {
      shape: [vocabulary, width],
      role: "weight",
      initializer: unitVectors,
    });
    return gather(table, x);
  },
});
