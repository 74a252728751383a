// Normalization of weighted sums on all of MNIST: sigmoid units as Ioffe and Szegedy (2015) had them, and batches of four.
import { stream } from "../src/base/index.ts";
import type { RecipeInput } from "../src/recipe/index.ts";
import { float32 } from "../src/runtime/index.ts";
import type { Plan, State } from "../src/train/index.ts";
import { overSeeds, percent, summaryOf, testErrors } from "./small-runs.ts";

const all = { validation: 0 } as const;

const sigmoids: RecipeInput = {
  data: "mnist",
  split: all,
  model: { preset: "mlp", hidden: [100, 100, 100], activation: "sigmoid" },
  optimizer: { use: "sgd", learningRate: 0.1 },
  batchSize: 60,
  epochs: 50,
};

const deviation = 0.1;

/** Weights from N(0, 0.1²), as theirs. */
const smallNormal = (state: State, { model, recipe }: Plan): State => ({
  ...state,
  ...Object.fromEntries(
    model.parameters
      .filter(({ role }) => role === "weight")
      .map(({ name, shape }) => {
        const draw = stream(recipe.seed, `normal ${name}`);
        const count = shape.reduce((a, b) => a * b, 1);
        return [
          name,
          float32(
            Float32Array.from({ length: count }, () => deviation * draw.normal()),
            shape,
          ),
        ];
      }),
  ),
});

/** Test accuracy after 1,000 and 50,000 updates without and with batch normalization. */
export async function sigmoidNet(): Promise<void> {
  const at = [1000, 50_000];
  const found: number[][] = [];
  for (const use of ["none", "batchNorm"] as const) {
    const regularizers = use === "none" ? [] : [use];
    const errors = await testErrors({ ...sigmoids, regularizers, seed: 1 }, { start: smallNormal, at });
    found.push(errors);
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

/** Test errors with batches of 4 and of 128, over three seeds. */
export async function smallBatches(): Promise<void> {
  for (const [batchSize, updates] of [
    [4, 5000],
    [128, 5000],
  ] as const) {
    const stepsPerEpoch = Math.ceil(60_000 / batchSize);
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
          epochs: Math.ceil(updates / stepsPerEpoch),
        },
        { at: [updates] },
      );
      console.log(
        `batches of ${String(batchSize).padEnd(4)} ${use.padEnd(10)} ${errors.map(percent).join("  ")}   ${summaryOf(errors)}`,
      );
    }
  }
}
