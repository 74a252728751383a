// From made handwriting to real: a small convolutional net that saw 20,000 made digits only, on the 10,000 test images of MNIST.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findFile, writeIdx } from "../src/data/index.node.ts";
import { madeDigits } from "../src/datasets/index.ts";
import { parseRecipe } from "../src/recipe/index.ts";
import { startRun } from "../src/train/index.node.ts";
import { dataFolders } from "../src/worker/index.ts";
import { quiet } from "./quiet.ts";

const epochs = 10;
const wanted = 0.85;

/** Writes made digits as a pair of IDX files. */
async function write(
  folder: string,
  size: number,
  seed: number,
): Promise<{ images: string; labels: string }> {
  const { inputs, targets } = await madeDigits.load({ size, seed }, { baseFolder: ".", dataFolders: [] });
  if (targets.kind !== "classes" || !(inputs.kind === "image" && inputs.values instanceof Uint8Array))
    throw new Error("not labelled pixels");
  const files = { images: join(folder, `images-${seed}.gz`), labels: join(folder, `labels-${seed}.gz`) };
  await writeIdx(files.images, [size, 28, 28], inputs.values);
  await writeIdx(files.labels, [size], Uint8Array.from(targets.labels));
  return files;
}

async function real(name: string): Promise<string> {
  const path = await findFile(dataFolders(), [`mnist/${name}.gz`, `mnist/${name}`]);
  if (path === undefined) throw new Error(`no ${name}: set OCKHAM_DATA to the folder that holds mnist`);
  return path;
}

/** Trains on made digits and prints the accuracy on real ones; the exit code is 1 where it is too low. */
export async function madeHandwriting(): Promise<void> {
  const parent = await mkdtemp(join(tmpdir(), "ockham-made-digits-"));
  try {
    const validation = await write(parent, 2_000, 2);
    const recipe = parseRecipe(
      {
        data: {
          source: "idx",
          ...(await write(parent, 20_000, 1)),
          validationImages: validation.images,
          validationLabels: validation.labels,
          testImages: await real("t10k-images-idx3-ubyte"),
          testLabels: await real("t10k-labels-idx1-ubyte"),
        },
        model: "lenet",
        optimizer: { use: "adam", learningRate: 0.002 },
        schedule: "cosine",
        batchSize: 64,
        epochs,
        run: { threads: 1 },
      },
      "the recipe",
    );
    const outside = quiet((epoch) => console.error(`  epoch ${epoch} of ${epochs}`));
    const place = { folder: join(parent, "run"), baseFolder: ".", dataFolders: dataFolders(), outside };
    const finished = await startRun(recipe, place);
    const accuracy = finished?.result.test?.metrics["accuracy"] ?? Number.NaN;
    console.log(
      `Made digits  ${(100 * accuracy).toFixed(2)} % of MNIST's test images, wanted ${100 * wanted} %`,
    );
    if (!(accuracy >= wanted)) process.exitCode = 1;
  } finally {
    await rm(parent, { recursive: true });
  }
}
