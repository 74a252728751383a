import { add, affine, matmul, reshape, sizeOf, type Tensor } from "../graph/index.ts";
import { count, flag } from "../seams/index.ts";
import { activationParameter, initializerParameter, startOf } from "./activations.ts";
import { defineLayer } from "./define.ts";
import { weightedUnits } from "./hidden.ts";

/** Weighted sums, where techniques may have given each example weights of its own: `[batch, inputs, units]`. */
function sumsOf(x: Tensor, weight: Tensor, bias: Tensor | undefined): Tensor {
  if (weight.shape.length === 2) return bias ? affine(x, weight, bias) : matmul(x, weight);
  const [batch = 1, inputs = 1] = x.shape;
  const sums = matmul(reshape(x, [batch, 1, inputs]), weight);
  const flat = reshape(sums, [batch, weight.shape[2] as number]);
  return bias ? add(flat, bias) : flat;
}

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
      perExample: true,
    });
    const shift = bias
      ? tools.parameter("bias", { shape: [units], role: "bias", initializer: start.bias })
      : undefined;
    const sums = sumsOf(flat, weight, shift);
    return weightedUnits(sums, { input: flat, weight: "weight", of: matmul }, activation, tools);
  },
});
