// What suits kinds of data: tried on many tables, and chosen for none of them.
import type { Usual } from "./define.ts";

/** For tables of numbers and categories. */
export const usualForTables: Usual = {
  model: { preset: "mlp", hidden: [64, 64], zeroOutput: true },
  optimizer: { use: "adam", learningRate: 0.003 },
  regularizers: [
    { use: "l2", lambda: 5 },
    { use: "dropout", rate: 0.2 },
    { use: "earlyStopping", patience: 40 },
  ],
  epochs: 500,
  because: "tables are often small and noisy, so all predictions start alike",
  becauseTechniques: "weights stay small, and training ends when the validation part gains nothing more",
};

/** For texts. */
export const usualForTexts: Usual = {
  model: { preset: "text-embedding" },
  regularizers: [{ use: "earlyStopping", patience: 5 }],
  epochs: 50,
  because: "word vectors fit rare words by heart",
  becauseTechniques: "so training ends when the validation part gains nothing more",
};
