import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { median } from "../src/base/index.ts";
import type { Dataset } from "../src/data/index.ts";
import { parseRecipe, type Recipe } from "../src/recipe/index.ts";
import { axisOf } from "../src/search/index.ts";
import { loadData } from "../src/train/index.node.ts";
import { createEngine, planRun, trainAlone } from "../src/train/index.ts";
import { tuneRecipe } from "../src/worker/index.ts";
import { foldRecipe } from "../src/worker/tune.node.ts";
import { describeMachine } from "./machine.ts";
import { table, three, writeSection } from "./results.ts";

const folds = 5;
const points = 16;
const epochs = 50;

/** 1,000 digits in folds beside the test part, Nielsen's net and batches. */
const recipe: Recipe = parseRecipe(
  {
    data: { source: "made-digits", size: 1250 },
    model: { layers: [{ use: "dense", units: 30, activation: "sigmoid" }] },
    regularizers: [{ use: "l2", lambda: 0 }],
    optimizer: { use: "sgd", learningRate: 0.5 },
    batchSize: 10,
    epochs,
  },
  "the recipe of the benchmark",
);
const axis = { ...axisOf("l2=0.01..100", points), isList: true };

/** The validation loss of each strength, as its mean over the folds. */
type Curve = readonly number[];
type Timed = { readonly seconds: number; readonly curve: Curve };

async function timed(act: () => Promise<Curve>): Promise<Timed> {
  const started = performance.now();
  const curve = await act();
  return { curve, seconds: (performance.now() - started) / 1000 };
}

const context = { baseFolder: ".", dataFolders: [] };
const digits = async (): Promise<Dataset> => (await loadData(recipe, context)) as Dataset;

const meansOf = (losses: readonly (readonly number[])[]): Curve =>
  axis.values.map((_, at) => losses.reduce((total, fold) => total + (fold[at] as number), 0) / folds);

/** The command's own way: members at once, several processes. */
async function searched(folder: string): Promise<Curve> {
  const tuned = await tuneRecipe(recipe, {
    axes: [axis],
    folds,
    processes: availableParallelism(),
    folder,
    baseFolder: ".",
    extensions: 0,
  });
  return tuned?.curve.points.map(({ mean }) => mean) ?? [];
}

/** One after another in one process of the same engine, compiled once for each fold. */
async function oneByOne(): Promise<Curve> {
  const data = await digits();
  const losses: number[][] = [];
  for (let fold = 1; fold <= folds; fold++) {
    const plan = planRun(foldRecipe(recipe, fold, folds), data);
    const engine = await createEngine(plan);
    const own: number[] = [];
    for (const value of axis.values) {
      const result = await trainAlone({ plan, engine }, { "l2.lambda": value }, () => Promise.resolve(false));
      own.push(result?.validation?.loss ?? Infinity);
    }
    losses.push(own);
    await engine.release();
  }
  return meansOf(losses);
}

/** The same folds and strengths in a loop of PyTorch; its initial weights and order are its own. */
async function pytorch(folder: string): Promise<Curve> {
  const data = await digits();
  const plans = Array.from({ length: folds }, (_, i) => planRun(foldRecipe(recipe, i + 1, folds), data));
  const { inputs, targets } = data;
  if (inputs.kind === "tokens" || targets.kind !== "classes") return [];
  const scale = plans[0]?.inputScaling.scale[0] ?? 1;
  writeFileSync(
    join(folder, "inputs"),
    Float32Array.from(inputs.values, (value) => value * scale),
  );
  writeFileSync(join(folder, "labels"), targets.labels);
  const problem = {
    epochs,
    batch: recipe.batchSize,
    rate: recipe.optimizer.learningRate,
    lambdas: axis.values,
    folds: plans.map(({ rows }) => ({ train: [...rows.train], validation: [...rows.validation] })),
  };
  writeFileSync(join(folder, "problem.json"), JSON.stringify(problem));
  const script = join("bench", "peers", "pytorch_tune.py");
  const text = execFileSync("/usr/bin/python3", [script, folder], { encoding: "utf8" });
  return meansOf(JSON.parse(text) as number[][]);
}

const farApart = (a: Curve, b: Curve): number =>
  Math.max(...a.map((value, i) => Math.abs(value / (b[i] as number) - 1)));

/** 16 strengths of L2 on 5 folds: the command beside the same work one by one, and beside PyTorch. */
export async function benchTune(rounds: number): Promise<string[]> {
  const machine = describeMachine();
  const ways = { search: [] as Timed[], single: [] as Timed[], torch: [] as Timed[] };
  for (let round = 0; round < rounds; round++) {
    const folder = mkdtempSync(join(tmpdir(), "ockham-bench-"));
    try {
      ways.search.push(await timed(() => searched(join(folder, "tune"))));
      ways.single.push(await timed(oneByOne));
      ways.torch.push(await timed(() => pytorch(folder)));
    } finally {
      rmSync(folder, { recursive: true });
    }
  }
  const seconds = (all: readonly Timed[]): number => median(all.map((each) => each.seconds));
  const own = seconds(ways.search);
  const line = (name: string, all: readonly Timed[]): string[] => [
    name,
    three(seconds(all)),
    `${three(seconds(all) / own)}x`,
  ];
  const body = [
    machine,
    "",
    `${points} strengths of L2 on ${folds} folds of 1,000 digits, 784-30-10, batch 10, ${epochs} epochs: ${points * folds} trainings; medians of ${rounds}. Start of processes, data and compilation included.`,
    "",
    table(
      ["", "s", "times as long"],
      [
        line(`ockham tune, ${availableParallelism()} processes`, ways.search),
        line("the same engine, one training after another in one process", ways.single),
        line("PyTorch, one training after another, 1 thread", ways.torch),
      ],
    ),
  ].join("\n");
  console.log(body);
  writeSection("Choosing a strength", body);
  const apart = farApart(ways.search[0]?.curve ?? [], ways.single[0]?.curve ?? []);
  const fromTorch = farApart(ways.search[0]?.curve ?? [], ways.torch[0]?.curve ?? []);
  return [
    ...(apart < 1e-3 ? [] : [`The curves differ by ${apart} from those of separate runs.`]),
    ...(fromTorch < 0.5 ? [] : [`The curve is up to ${fromTorch} away from PyTorch's.`]),
  ];
}
