import { conv, dense, maxPool } from "../layers/index.ts";
import { choice, count, counts } from "../seams/index.ts";
import { definePreset } from "./define.ts";

export const cnn = definePreset({
  id: "cnn",
  title: "Convolutional net",
  summary: "Convolutions of kernel 3 with max pooling after every few of them, then dense layers.",
  params: {
    filters: counts({ description: "Number of filters of each convolution.", default: [32, 64] }),
    poolEvery: count({
      description: "Number of convolutions before each pooling; the last one is always pooled.",
      min: 1,
      default: 2,
    }),
    padding: choice(["valid", "same"], {
      description: "Whether convolutions keep the size of the image.",
      default: "valid",
    }),
    units: counts({ description: "Number of units of each dense layer.", default: [128] }),
    activation: dense.params.activation,
    initializer: dense.params.initializer,
  },
  layers: ({ filters, poolEvery, padding, units, ...shared }) => [
    ...filters.flatMap((number, i) => [
      { use: conv.id, filters: number, kernel: 3, padding, ...shared },
      ...((i + 1) % poolEvery === 0 || i + 1 === filters.length ? [{ use: maxPool.id }] : []),
    ]),
    ...units.map((number) => ({ use: dense.id, units: number, ...shared })),
  ],
});
