// Normalization of weighted sums on all of MNIST: sigmoid units as Ioffe and Szegedy (2015) had them, and batches of four.
import { mean } from "../src/base/index.ts";
import type { RecipeInput } from "../src/recipe/index.ts";
import { normalStart, overSeeds, percent, summaryOf, trained } from "./small-runs.ts";

const all = { validation: 0 } as const;

const sigmoids: RecipeInput = {
  data: "mnist",
  split: all,
  model: { preset: "mlp", hidden: [100, 100, 100], activation: "sigmoid" },
  optimizer: { use: "sgd", learningRate: 0.1 },
  batchSize: 60,
  epochs: 50,
};

/** Of the weights at the start, as theirs. */
const deviation = 0.1;

/** Test accuracy after 1,000 and 50,000 updates without and with batch normalization. */
export async function sigmoidNet(): Promise<void> {
  const at = [1000, 50_000];
  const found: number[][] = [];
  for (const use of ["none", "batchNorm"] as const) {
    const regularizers = use === "none" ? [] : [use];
    const changes = { start: normalStart(deviation), at };
    const { errors } = await trained({ ...sigmoids, regularizers, seed: 1 }, changes);
    found.push([...errors]);
    console.log(
      `${use.padEnd(10)} ${errors.map((error, i) => `${percent(100 - error)} after ${at[i]} updates`).join(", ")}`,
    );
  }
  const [without = [], normalized = []] = found;
  const early = (without[0] ?? NaN) - (normalized[0] ?? NaN);
  const late = (without[1] ?? NaN) - (normalized[1] ?? NaN);
  if (!(early >= 20 && late > 0)) process.exitCode = 1;
}

const norms = ["none", "batchNorm", "layerNorm", "groupNorm"] as const;

const batches = [
  { batchSize: 4, seeds: [1, 2, 3] },
  { batchSize: 128, seeds: [1] },
];
const updates = 5000;

/**
 * Test errors with batches of 4, over three seeds, and of 128, with one. The exit code is 1 where layer and group
 * normalization are not 0.4 points better than batch normalization at 4, or the four are more than 0.4 apart at 128.
 */
export async function smallBatches(): Promise<void> {
  for (const { batchSize, seeds } of batches) {
    const found: number[] = [];
    for (const use of norms) {
      const entry = use === "groupNorm" ? { use, groups: 10 } : use;
      const errors = await overSeeds(
        {
          data: "mnist",
          split: all,
          model: { preset: "mlp", hidden: [1000, 1000] },
          optimizer: { use: "adam", learningRate: 1e-4 },
          regularizers: entry === "none" ? [] : [entry],
          batchSize,
          epochs: Math.ceil((updates * batchSize) / 60_000),
        },
        { at: [updates], seeds },
      );
      found.push(mean(errors));
      console.log(
        `batches of ${String(batchSize).padEnd(4)} ${use.padEnd(10)} ${errors.map(percent).join("  ")}   ${summaryOf(errors)}`,
      );
    }
    const [, batch = NaN, layer = NaN, group = NaN] = found;
    const isMet =
      batchSize === 4
        ? batch - Math.max(layer, group) >= 0.4
        : Math.max(...found) - Math.min(...found) <= 0.4;
    if (!isMet) process.exitCode = 1;
  }
}
