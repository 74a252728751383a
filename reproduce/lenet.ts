// LeNet-5 on MNIST: at least 98.9 % of the 10,000 test images after 10 epochs on 50,000 training images.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseRecipe } from "../src/recipe/index.ts";
import { startRun } from "../src/train/index.node.ts";
import { dataFolders } from "../src/worker/index.ts";
import { quiet } from "./quiet.ts";

const epochs = 10;
const wanted = 0.989;

const recipe = parseRecipe(
  {
    data: "mnist",
    model: "lenet",
    optimizer: { use: "adam", learningRate: 0.003 },
    schedule: "cosine",
    batchSize: 128,
    epochs,
  },
  "the recipe",
);

/** Trains LeNet-5 and prints its accuracy on the test images; the exit code is 1 where it is too low. */
export async function lenet(): Promise<void> {
  const parent = await mkdtemp(join(tmpdir(), "ockham-lenet-"));
  try {
    const outside = quiet((epoch) => console.error(`  epoch ${epoch} of ${epochs}`));
    const place = { folder: join(parent, "run"), baseFolder: ".", dataFolders: dataFolders(), outside };
    const finished = await startRun(recipe, place);
    const accuracy = finished?.result.test?.metrics["accuracy"] ?? NaN;
    console.log(`LeNet-5  test ${(100 * accuracy).toFixed(2)} %, wanted ${(100 * wanted).toFixed(1)} %`);
    if (!(accuracy >= wanted)) process.exitCode = 1;
  } finally {
    await rm(parent, { recursive: true });
  }
}
