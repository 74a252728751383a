/** What a recipe stands for where it is silent. Registered elements bring the defaults of their own settings. */
export const defaults = {
  data: { source: "made-digits" },
  model: { preset: "mlp" },
  loss: "auto",
  optimizer: { use: "adam" },
  schedule: { use: "constant" },
  regularizers: [],
  epochs: 20,
  batchSize: 32,
  shuffle: true,
  seed: 1,
  /** Grey values of images arrive as 0 … 255. */
  divisor: 255,
  trainRows: 10_000,
  threads: 1,
} as const;
