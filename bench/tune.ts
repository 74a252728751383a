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

/** The validation loss of each strength, as its mean over the folds; NaN of one that was stopped. */
type Curve = readonly number[];

/** What a search came to: places of the chosen strengths too, where it chooses. */
interface Found {
  readonly curve: Curve;
  readonly chosen?: readonly number[];
}
type Timed = Found & { readonly seconds: number };

async function timed(act: () => Promise<Found>): Promise<Timed> {
  const started = performance.now();
  const found = await act();
  return { ...found, seconds: (performance.now() - started) / 1000 };
}

const context = { baseFolder: ".", dataFolders: [] };
const digits = async (): Promise<Dataset> => (await loadData(recipe, context)) as Dataset;

const meansOf = (losses: readonly (readonly number[])[]): Curve =>
  axis.values.map((_, at) => losses.reduce((total, fold) => total + (fold[at] as number), 0) / folds);

/** The command's own way: members at once, in processes. */
async function searched(folder: string, processes: number, isRace: boolean): Promise<Found> {
  const tuned = await tuneRecipe(recipe, {
    axes: [axis],
    folds,
    processes,
    folder,
    baseFolder: ".",
    extensions: 0,
    isRace,
  });
  if (!tuned) throw new Error("the search was stopped");
  const { points, min, oneSe } = tuned.curve;
  return { curve: points.map(({ mean, isStopped }) => (isStopped ? NaN : mean)), chosen: [min, oneSe] };
}

/** One after another in one process of the same engine, compiled once for each fold. */
async function oneByOne(): Promise<Found> {
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
  return { curve: meansOf(losses) };
}

/** The same folds and strengths in a loop of PyTorch; its initial weights and order are its own. */
async function pytorch(folder: string): Promise<Found> {
  const data = await digits();
  const plans = Array.from({ length: folds }, (_, i) => planRun(foldRecipe(recipe, i + 1, folds), data));
  const { inputs, targets } = data;
  if (inputs.kind === "tokens" || targets.kind !== "classes") throw new Error("no digits");
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
  return { curve: meansOf(JSON.parse(text) as number[][]) };
}

const farApart = (a: Curve, b: Curve): number =>
  Math.max(...a.flatMap((value, i) => (Number.isNaN(value) ? [] : [Math.abs(value / (b[i] as number) - 1)])));

const cores = availableParallelism();

/** What is timed, by what is said of it. */
const contenders: Readonly<Record<string, (folder: string) => Promise<Found>>> = {
  [`ockham tune, ${cores} processes`]: (folder) => searched(folder, cores, true),
  "the same with --no-race": (folder) => searched(folder, cores, false),
  "the same with --no-race --processes 1": (folder) => searched(folder, 1, false),
  "the same engine, one training after another in one process": oneByOne,
  "PyTorch, one training after another, 1 thread": pytorch,
};

/** Each contender timed in turns. */
async function timedAll(rounds: number): Promise<Timed[][]> {
  const acts = Object.values(contenders);
  const times = acts.map((): Timed[] => []);
  for (let round = 0; round < rounds; round++)
    for (const [at, act] of acts.entries()) {
      const folder = mkdtempSync(join(tmpdir(), "ockham-bench-"));
      try {
        times[at]?.push(await timed(() => act(folder)));
      } finally {
        rmSync(folder, { recursive: true });
      }
    }
  return times;
}

function faultsOf([raced, whole, , single, torch]: readonly Found[]): string[] {
  if (!raced || !whole || !single || !torch) return ["Nothing was timed."];
  const apart = Math.max(farApart(raced.curve, single.curve), farApart(whole.curve, single.curve));
  const fromTorch = farApart(whole.curve, torch.curve);
  const isSame = String(raced.chosen) === String(whole.chosen);
  return [
    ...(apart < 1e-3 ? [] : [`The curves differ by ${apart} from those of separate runs.`]),
    ...(fromTorch < 0.5 ? [] : [`The curve is up to ${fromTorch} away from PyTorch's.`]),
    ...(isSame ? [] : ["With and without stopping different strengths are chosen."]),
  ];
}

/** 16 strengths of L2 on 5 folds: the command, its parts left out, the same work one by one, and PyTorch. */
export async function benchTune(rounds: number): Promise<string[]> {
  const machine = describeMachine();
  const times = await timedAll(rounds);
  const firsts = times.flatMap(([first]) => first ?? []);
  const seconds = times.map((all) => median(all.map((each) => each.seconds)));
  const [own = Number.NaN] = seconds;
  const stopped = firsts[0]?.curve.filter(Number.isNaN).length ?? 0;
  const body = [
    machine,
    "",
    `${points} strengths of L2 on ${folds} folds of 1,000 digits, 784-30-10, batch 10, ${epochs} epochs: ${points * folds} trainings; medians of ${rounds}. Start of processes, data and compilation included. ${stopped} strengths were stopped before their last fold; lambdaMin and lambda1se are those of --no-race.`,
    "",
    table(
      ["", "s", "times as long"],
      Object.keys(contenders).map((name, at) => {
        const each = seconds[at] as number;
        return [name, three(each), `${three(each / own)}x`];
      }),
    ),
  ].join("\n");
  console.log(body);
  const faults = faultsOf(firsts);
  if (faults.length === 0) writeSection("Choosing a strength", body);
  return faults;
}
