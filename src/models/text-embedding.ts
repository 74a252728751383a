import { dense, embedding, tokenPooling } from "../layers/index.ts";
import { counts } from "../seams/index.ts";
import { definePreset } from "./define.ts";

export const textEmbedding = definePreset({
  id: "text-embedding",
  title: "Mean of word vectors",
  summary: "Reads a text as the mean of the vectors of its tokens, in any order.",
  params: {
    width: embedding.params.width,
    pooling: tokenPooling.params.by,
    hidden: counts({ description: "Number of units of each hidden layer behind the mean.", default: [] }),
  },
  layers: ({ width, pooling, hidden }) => [
    { use: embedding.id, width },
    { use: tokenPooling.id, by: pooling },
    ...hidden.map((units) => ({ use: dense.id, units })),
  ],
});
