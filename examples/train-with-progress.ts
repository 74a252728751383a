// Trains a small network from a recipe and follows it epoch by epoch.
// Run it with: npx tsx examples/train-with-progress.ts
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type RecipeInput, train } from "ockham";

const recipe: RecipeInput = {
  data: { source: "made-digits", size: 600, seed: 1 },
  model: { preset: "mlp", hidden: [32] },
  optimizer: { use: "adam", learningRate: 0.005 },
  epochs: 6,
  batchSize: 32,
};

const folder = await mkdtemp(join(tmpdir(), "ockham-"));
const result = await train(recipe, {
  out: join(folder, "run"),
  onPlanned: ({ data, model }) => console.log(`${model} on ${data}`),
  onEpoch: ({ epoch, train, validation }) =>
    console.log(
      `epoch ${epoch}: loss ${train.loss.toFixed(3)} in training, ${validation?.loss.toFixed(3)} in validation`,
    ),
});

// Without a signal that aborts it, a run always comes to a result.
if (result) {
  console.log(result.diagnosis.sentence);
  console.log(
    `Test accuracy ${result.test?.metrics["accuracy"]}; report: ${join(result.dir, "report.html")}`,
  );
}
