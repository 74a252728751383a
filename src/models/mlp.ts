import { dense } from "../layers/index.ts";
import { counts, flag } from "../seams/index.ts";
import { definePreset } from "./define.ts";

export const mlp = definePreset({
  id: "mlp",
  title: "Multi-layer perceptron",
  summary: "Stacks fully connected hidden layers, one after another.",
  params: {
    hidden: counts({ description: "Number of units of each hidden layer.", default: [100] }),
    activation: dense.params.activation,
    initializer: dense.params.initializer,
    zeroOutput: flag({
      description:
        "Whether the weights of the output layer start at 0, so that the first predictions are the same for every row, and small data has no random function to unlearn.",
      default: false,
    }),
  },
  layers: ({ hidden, activation, initializer }) =>
    hidden.map((units) => ({ use: dense.id, units, activation, initializer })),
});
