// Nielsen's overfitting experiment (Neural Networks and Deep Learning, chapter 3): 784-30-10 sigmoid units on the first
// 1,000 images of MNIST, without and with L2. First Ockham's own way, as a run with its diagnosis; then with the very
// weights and orders that he had, beside his own curves.
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bug } from "../src/base/index.ts";
import { findFile } from "../src/data/index.node.ts";
import { parseRecipe, type Recipe, type RecipeInput } from "../src/recipe/index.ts";
import { startRun } from "../src/train/index.node.ts";
import type { RunResult } from "../src/train/index.ts";
import { dataFolders } from "../src/worker/index.ts";
import { type Curves, replay } from "./nielsen-replay.ts";
import { quiet } from "./quiet.ts";

const epochs = 400;

export const recipeOf = (lambda: number): Recipe => {
  const input: RecipeInput = {
    name: lambda ? `Nielsen, l2 ${lambda}` : "Nielsen, no regularization",
    data: { source: "mnist", heldOut: "validation" },
    split: { train: 1000, test: 0, order: "file" },
    scaling: { divisor: 256 },
    model: { preset: "mlp", hidden: [30], activation: "sigmoid", initializer: "large" },
    loss: "sigmoidCrossEntropy",
    optimizer: { use: "sgd", learningRate: 0.5 },
    regularizers: lambda ? [{ use: "l2", lambda }] : [],
    batchSize: 10,
    epochs,
  };
  return parseRecipe(input, "Nielsen's recipe");
};

const outside = quiet((epoch) => {
  if (epoch % 100 === 0) console.error(`  epoch ${epoch} of ${epochs}`);
});

async function ownRun(lambda: number): Promise<RunResult> {
  const parent = await mkdtemp(join(tmpdir(), "ockham-nielsen-"));
  try {
    const finished = await startRun(recipeOf(lambda), {
      folder: join(parent, "run"),
      baseFolder: ".",
      dataFolders: dataFolders(),
      outside,
    });
    return (finished ?? bug("nobody asked this run to stop")).result;
  } finally {
    await rm(parent, { recursive: true });
  }
}

/** His curves: test cost, test images right of 10,000, training cost, training images right of 1,000, by epoch. */
async function publishedCurves(name: string): Promise<Curves> {
  const path = await findFile(dataFolders(), [`logs/nielsen/${name}.json`]);
  if (path === undefined) throw new Error(`No logs/nielsen/${name}.json in the folders of OCKHAM_DATA`);
  const lists = JSON.parse(await readFile(path, "utf8")) as number[][];
  const [testCost = [], testRight = [], trainCost = [], trainRight = []] = lists;
  return { testCost, testRight, trainCost, trainRight };
}

const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;

/** The position of the lowest number. */
const lowestAt = (values: readonly number[]): number => values.indexOf(Math.min(...values));

function showOwn({ epochs: records, diagnosis, timing }: RunResult): void {
  const accuracies = records.map(({ validation }) => validation?.metrics["accuracy"] ?? 0);
  const losses = records.map(({ validation }) => validation?.loss ?? 0);
  const at = lowestAt(losses);
  console.log(
    `  test accuracy   best ${percent(Math.max(...accuracies))}, last ${percent(accuracies.at(-1) ?? 0)}`,
  );
  console.log(
    `  test cost       lowest ${losses[at]?.toFixed(4)} at epoch ${at + 1}, last ${losses.at(-1)?.toFixed(4)}`,
  );
  const onset = diagnosis.onset === undefined ? "none" : `after epoch ${diagnosis.onset}`;
  console.log(`  verdict         ${diagnosis.verdict} ${diagnosis.severity ?? ""}, onset ${onset}`);
  console.log(
    `  time            ${(timing.totalMs / 1000).toFixed(1)} s, ${timing.stepMs.toFixed(4)} ms a step`,
  );
}

function showPublished({ testRight, testCost }: Curves): void {
  const at = lowestAt(testCost);
  const [best, last] = [Math.max(...testRight), testRight.at(-1) ?? 0];
  console.log(`  his accuracy    best ${percent(best / 1e4)}, last ${percent(last / 1e4)}`);
  console.log(
    `  his cost        lowest ${testCost[at]?.toFixed(4)} at epoch ${at + 1}, last ${testCost.at(-1)?.toFixed(4)}`,
  );
}

const farthest = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((most, value, i) => Math.max(most, Math.abs(value - (b[i] ?? NaN))), 0);

function showReplay(ours: Curves, his: Curves): void {
  const figures = (["testCost", "trainCost", "testRight", "trainRight"] as const).map(
    (name) => `${name} ${farthest(ours[name], his[name]).toPrecision(2)}`,
  );
  console.log(
    `  replay          largest difference in ${ours.testCost.length} epochs: ${figures.join(", ")}`,
  );
}

export async function nielsen(): Promise<void> {
  for (const { lambda, published } of [
    { lambda: 0, published: "overfitting" },
    { lambda: 0.1, published: "regularized" },
  ]) {
    console.log(lambda ? `With l2, λ = ${lambda}` : "Without regularization");
    const his = await publishedCurves(published);
    showOwn(await ownRun(lambda));
    showPublished(his);
    showReplay(await replay(recipeOf(lambda), lambda, epochs), his);
  }
}
