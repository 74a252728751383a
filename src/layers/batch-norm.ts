import { batchNormalized, batchParameters } from "./batch-statistics.ts";
import { defineLayer } from "./define.ts";

export const batchNorm = defineLayer({
  id: "batchNorm",
  title: "Batch normalization",
  summary:
    "Brings each channel to mean 0 and variance 1 over the batch in training, and by running statistics afterwards, with a trainable gain and offset.",
  params: batchParameters,
  build: batchNormalized,
});
