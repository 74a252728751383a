import { averagePool, conv, dense, maxPool } from "../layers/index.ts";
import { choice, counts } from "../seams/index.ts";
import { definePreset } from "./define.ts";

export const lenet = definePreset({
  id: "lenet",
  title: "LeNet-5",
  summary: "Two convolutions with pooling, then two dense layers: the classic net for digits.",
  params: {
    channels: counts({ description: "Number of filters of each convolution.", default: [6, 16] }),
    units: counts({ description: "Number of units of each dense layer.", default: [120, 84] }),
    pooling: choice(["max", "average"], {
      description: "What each window of two by two keeps.",
      default: "max",
    }),
    activation: dense.params.activation,
    initializer: dense.params.initializer,
  },
  layers: ({ channels, units, pooling, ...shared }) => [
    ...channels.flatMap((filters, i) => [
      { use: conv.id, filters, kernel: 5, padding: i === 0 ? "same" : "valid", ...shared },
      { use: { max: maxPool.id, average: averagePool.id }[pooling] },
    ]),
    ...units.map((count) => ({ use: dense.id, units: count, ...shared })),
  ],
});
