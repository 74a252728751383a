// Mixup where half of the labels are drawn at random (Zhang et al. 2018, table 2): test errors after the last epoch.
import { bug, mean, stream } from "../src/base/index.ts";
import type { RecipeInput } from "../src/recipe/index.ts";
import type { Plan } from "../src/train/index.ts";
import { overSeeds, percent, summaryOf, uniformStart } from "./small-runs.ts";

const recipe: RecipeInput = {
  data: "mnist",
  split: { validation: 0, train: 1000 },
  model: { preset: "lenet", channels: [16, 32], units: [128] },
  optimizer: { use: "sgd", learningRate: 0.05, momentum: 0.9 },
  schedule: "cosine",
  batchSize: 50,
  epochs: 40,
};

/** Every other training row with a label that says nothing. */
function halfWrong(plan: Plan): Plan {
  const { targets } = plan.dataset;
  if (targets.kind !== "classes") return bug("MNIST has classes");
  const draw = stream(plan.recipe.seed, "wrong labels");
  const labels = targets.labels.slice();
  plan.rows.train.forEach((row, i) => {
    if (i % 2 === 0) labels[row] = Math.floor(draw.uniform() * plan.classes);
  });
  return { ...plan, dataset: { ...plan.dataset, targets: { ...targets, labels } } };
}

const settings = [
  { name: "none", regularizers: [] },
  { name: "dropout 0.5", regularizers: [{ use: "dropout", rate: 0.5 }] },
  { name: "mixup 8", regularizers: [{ use: "mixup", alpha: 8 }] },
] as const;

/** Prints the errors of all; the exit code is 1 where each is not 5 points better than the one before it. */
export async function wrongLabels(): Promise<void> {
  let before = Infinity;
  for (const { name, regularizers } of settings) {
    const errors = await overSeeds(
      { ...recipe, regularizers: [...regularizers] },
      { plan: halfWrong, start: uniformStart },
    );
    console.log(`${name.padEnd(12)} ${errors.map(percent).join("  ")}   ${summaryOf(errors)}`);
    if (!(mean(errors) <= before - 5)) process.exitCode = 1;
    before = mean(errors);
  }
}
