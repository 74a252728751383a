import { add, slice } from "../graph/index.ts";
import { count } from "../seams/index.ts";
import { defineLayer } from "./define.ts";
import { unitVectors } from "./initializers.ts";
import { misfit } from "./misfit.ts";
import { sequenceOf } from "./sequences.ts";

export const positionEmbedding = defineLayer({
  id: "positionEmbedding",
  title: "Position embedding",
  summary: "Adds a trainable vector for its position to each vector of a sequence.",
  params: {
    positions: count({
      description: "Size of the table of positions: the longest sequence that can be read.",
      min: 1,
      default: 256,
    }),
  },
  build: (x, { positions }, tools) => {
    const { length, width } = sequenceOf(x, tools);
    if (length > positions)
      throw misfit(tools, {
        got: `sequences of ${length} tokens`,
        expected: `at most ${positions}, the size of its table of positions`,
        hint: "Raise its positions, or cut the texts shorter by data.maximumLength",
      });
    const table = tools.parameter("table", {
      shape: [positions, width],
      role: "weight",
      initializer: unitVectors,
    });
    return add(x, slice(table, 0, 0, length));
  },
});
