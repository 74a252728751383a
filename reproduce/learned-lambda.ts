// Strengths of L2 learned by gradient, layer by layer, beside one strength for all layers from a grid: both choose by the same
// validation rows, then train afresh on the same training rows, and are compared on test rows that neither saw.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mean, standardError } from "../src/base/index.ts";
import { searchGrid, textColumns } from "../src/derive/index.ts";
import { parseRecipe, type RecipeInput } from "../src/recipe/index.ts";
import { loadData } from "../src/train/index.node.ts";
import { createEngine, type Plan, planRun, trainAlone } from "../src/train/index.ts";
import { dataFolders, learnByLayer } from "../src/worker/index.ts";
import { firstImages } from "./choosing-lambda.ts";
import { recipeOf } from "./nielsen.ts";

const seeds = [1, 2, 3, 4, 5];
const grid = [0, ...searchGrid("l2.lambda", 9)];
const range = { use: "l2", name: "lambda", least: grid[1] ?? 0, most: grid.at(-1) ?? 0 };
const on = (): Promise<boolean> => Promise.resolve(false);

interface Score {
  readonly loss: number;
  readonly metric: number;
  readonly seconds: number;
  readonly chosen: string;
}

/** The plan with its test rows where its validation rows were: for one look at the end. */
const onTest = (plan: Plan): Plan => ({ ...plan, rows: { ...plan.rows, validation: plan.rows.test } });

async function scored(plan: Plan, strengths: Readonly<Record<string, number>>) {
  const engine = await createEngine(plan);
  const { validation } = (await trainAlone({ plan: onTest(plan), engine }, strengths, on)) ?? {};
  await engine.release();
  return {
    loss: validation?.loss ?? Infinity,
    metric: Object.values(validation?.metrics ?? {})[0] ?? Number.NaN,
  };
}

const since = (started: number): number => (performance.now() - started) / 1000;

async function byGrid(plan: Plan): Promise<Score> {
  const started = performance.now();
  const engine = await createEngine(plan);
  const losses: number[] = [];
  for (const lambda of grid) {
    const result = await trainAlone({ plan, engine }, { "l2.lambda": lambda }, on);
    losses.push(result?.validation?.loss ?? Infinity);
  }
  await engine.release();
  const seconds = since(started);
  const best = grid[losses.indexOf(Math.min(...losses))] as number;
  return { ...(await scored(plan, { "l2.lambda": best })), seconds, chosen: best.toPrecision(2) };
}

type Data = Awaited<ReturnType<typeof loadData>>;

async function byGradient(plan: Plan, data: Data): Promise<Score> {
  const started = performance.now();
  const learned = await learnByLayer(plan.recipe, [range], data, on);
  if (!learned) throw new Error("nobody asked this training to stop");
  const seconds = since(started);
  const divided = planRun(learned.recipe, data);
  const chosen = Object.values(learned.strengths).map((value) => value.toPrecision(2));
  return { ...(await scored(divided, {})), seconds, chosen: chosen.join(" ") };
}

const figure = (values: readonly number[]): string =>
  `${mean(values).toFixed(4)} ± ${standardError(values).toFixed(4)}`;

function verdict(differences: readonly number[]): string {
  const [middle, error] = [mean(differences), standardError(differences)];
  if (Math.abs(middle) < 2 * error) return "no difference that five seeds can tell";
  return middle < 0 ? "the learned strengths are better" : "the grid is better";
}

async function compared(title: string, recipe: (seed: number) => RecipeInput): Promise<void> {
  const scores: { readonly grid: Score; readonly learned: Score }[] = [];
  for (const seed of seeds) {
    const own = parseRecipe({ ...recipe(seed), seed, regularizers: [{ use: "l2", lambda: 1 }] }, title);
    const data = await loadData(own, { baseFolder: ".", dataFolders: dataFolders() });
    const plan = planRun(own, data);
    scores.push({ grid: await byGrid(plan), learned: await byGradient(plan, data) });
  }
  const row = (name: string, all: readonly Score[]): string[] => [
    name,
    all.map(({ chosen }) => chosen).join(", "),
    figure(all.map(({ loss }) => loss)),
    figure(all.map(({ metric }) => metric)),
    mean(all.map(({ seconds }) => seconds)).toFixed(1),
  ];
  const [grids, learned] = [scores.map((each) => each.grid), scores.map((each) => each.learned)];
  const differences = learned.map(({ loss }, i) => loss - (grids[i]?.loss as number));
  console.log(`${title}, seeds ${seeds.join(", ")}`);
  console.log(
    textColumns([
      ["", "λ by seed", "test loss", "test score", "s"],
      row(`grid of ${grid.length}`, grids),
      row("learned, by layer", learned),
    ]),
  );
  console.log(`learned − grid, test loss: ${figure(differences)}: ${verdict(differences)}\n`);
}

export async function learnedLambda(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "ockham-learned-"));
  try {
    const data = await firstImages(folder);
    await compared("Nielsen's net on 800 images of MNIST, 200 for validation, 10,000 for the test", () => ({
      ...(recipeOf(0) as unknown as RecipeInput),
      data,
      split: { validation: 200 },
    }));
    await compared(
      "64-64 relu on made tables of 40 columns, 5 of which count: 200 rows, 100 for validation, 2,000 for the test",
      (seed) => ({
        data: { source: "sparse-linear", rows: 2300, columns: 40, nonZero: 5, seed },
        split: { train: 200, validation: 100, test: 2000 },
        model: { preset: "mlp", hidden: [64, 64] },
        optimizer: { use: "adam", learningRate: 0.003 },
        batchSize: 20,
        epochs: 200,
      }),
    );
  } finally {
    await rm(folder, { recursive: true });
  }
}
