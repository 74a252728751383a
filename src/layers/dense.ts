import { affine, matmul, reshape, sizeOf } from "../graph/index.ts";
import { count, flag } from "../seams/index.ts";
import { activationParameter, initializerParameter, startOf } from "./activations.ts";
import { defineLayer } from "./define.ts";
import { weightedUnits } from "./hidden.ts";

export const dense = defineLayer({
  id: "dense",
  title: "Dense layer",
  summary: "Connects every input to every unit: an affine map followed by an activation.",
  params: {
    units: count({ description: "Number of units.", min: 1, default: 100 }),
    activation: activationParameter("Function applied to each unit's weighted sum."),
    initializer: initializerParameter,
    bias: flag({ description: "Whether each unit adds a trainable bias.", default: true }),
  },
  build: (x, { units, activation, initializer, bias }, tools) => {
    const [batch = 1, ...example] = x.shape;
    const inputs = sizeOf(example);
    const flat = reshape(x, [batch, inputs]);
    const start = startOf(initializer, activation);
    const weight = tools.parameter("weight", {
      shape: [inputs, units],
      role: "weight",
      initializer: start.weight,
    });
    const sums = bias
      ? affine(
          flat,
          weight,
          tools.parameter("bias", { shape: [units], role: "bias", initializer: start.bias }),
        )
      : matmul(flat, weight);
    return weightedUnits(sums, { input: flat, weight: "weight", of: matmul }, activation, tools);
  },
});
