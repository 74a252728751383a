// ResNet-20 on a part of CIFAR-10, beside PyTorch: the same data, recipe and number of seeds. Both must fit the training
// images; how well they do on the test images is compared over the seeds.
import { spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mean, standardError } from "../src/base/index.ts";
import { findFile } from "../src/data/index.node.ts";
import { parseRecipe } from "../src/recipe/index.ts";
import { startRun } from "../src/train/index.node.ts";
import { dataFolders } from "../src/worker/index.ts";
import { quiet } from "./quiet.ts";

const seeds = [1, 2, 3];
const epochs = 20;
const batchSize = 64;
const learningRate = 0.05;
const momentum = 0.9;

/** Shares of the images that are classified right after the last epoch. */
interface Scores {
  readonly train: number;
  readonly test: number;
}

async function ownScores(folder: string, seed: number): Promise<Scores> {
  const recipe = parseRecipe(
    {
      data: { source: "cifar", folder },
      split: { validation: 0 },
      model: { preset: "resnet", depth: 20 },
      optimizer: { use: "sgd", learningRate, momentum },
      schedule: "cosine",
      batchSize,
      epochs,
      seed,
    },
    "the recipe",
  );
  const parent = await mkdtemp(join(tmpdir(), "ockham-resnet-"));
  try {
    const outside = quiet((epoch) => console.error(`  seed ${seed}, epoch ${epoch} of ${epochs}`));
    const place = { folder: join(parent, "run"), baseFolder: ".", dataFolders: dataFolders(), outside };
    const finished = await startRun(recipe, place);
    const result = finished?.result;
    return {
      train: result?.epochs.at(-1)?.train.metrics["accuracy"] ?? NaN,
      test: result?.test?.metrics["accuracy"] ?? NaN,
    };
  } finally {
    await rm(parent, { recursive: true });
  }
}

function pytorchScores(folder: string, seed: number): Scores {
  const python = process.env["PYTHON"] ?? "/usr/bin/python3";
  const settings = [epochs, batchSize, learningRate, momentum, seed].map(String);
  const script = join(import.meta.dirname, "resnet.py");
  const child = spawnSync(python, [script, folder, ...settings], { encoding: "utf8" });
  if (child.status !== 0) throw new Error(`PyTorch did not run (${python}): ${child.stderr}`);
  return JSON.parse(child.stdout) as Scores;
}

const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;

function show(name: string, scores: readonly Scores[]): void {
  for (const part of ["train", "test"] as const) {
    const shares = scores.map((score) => score[part]);
    const spread = `mean ${percent(mean(shares))}, standard error ${percent(standardError(shares))}`;
    console.log(`${name.padEnd(8)} ${part.padEnd(6)} ${shares.map(percent).join("  ")}   ${spread}`);
  }
}

/** Trains both, seed after seed, and prints their accuracies. */
export async function resnet(): Promise<void> {
  const first = await findFile(dataFolders(), ["cifar10/bin-subset/data_batch_1.bin.gz"]);
  if (first === undefined) throw new Error("No cifar10/bin-subset in the folders of OCKHAM_DATA");
  const folder = join(first, "..");
  const own: Scores[] = [];
  for (const seed of seeds) own.push(await ownScores(folder, seed));
  show("Ockham", own);
  show(
    "PyTorch",
    seeds.map((seed) => pytorchScores(folder, seed)),
  );
}
