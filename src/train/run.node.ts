import { UserError } from "../base/index.ts";
import { rowStreamOf } from "../data/index.ts";
import { type DatasetContext, datasets } from "../datasets/index.ts";
import { prescribe, replay } from "../derive/index.ts";
import { diagnose } from "../diagnose/index.ts";
import type { Scores } from "../history/index.ts";
import { formatRecipe, readRecipeText, type Recipe } from "../recipe/index.ts";
import type { Scale } from "../seams/index.ts";
import { type DataFacts, dataFacts } from "./data-facts.ts";
import { createEngine, type Engine } from "./engine.ts";
import { trainEpochs } from "./epochs.ts";
import { checkExport, exportModel } from "./export.ts";
import { makeFolder, readIfThere, writeWhole } from "./files.node.ts";
import { completed } from "./found.ts";
import { scoresWithoutRepeats } from "./without-repeats.ts";
import { baselineReport, baselinesOf, keptScores } from "./kept-scores.ts";
import { holdFolder } from "./lock.node.ts";
import { compareManifests, type Manifest, manifestOf, readManifest } from "./manifest.node.ts";
import { type Plan, planRun, scaleOf } from "./plan.ts";
import type { Ending, Outside, Saved } from "./outside.ts";
import { bestEpoch } from "./records.ts";
import { historyOf, type RunResult } from "./result.ts";
import { loadSaved, openStore, runPaths, totalTiming, weightRecords, writeJson } from "./run-files.node.ts";
import { nothingRun } from "./position.ts";
import { sampledScores } from "./sampled-scores.ts";
import { sparsityOf } from "./sparsity.ts";
import { initialState } from "./state.ts";
import { type ModelSummary, summaryOf } from "./summary.ts";
import { initialStrengths } from "./techniques.ts";
import { type WeightStory, weightStory } from "./weight-story.ts";

/** How a run talks to the outside, from its start to its end. */
export interface RunOutside extends Outside {
  /** The run is worked out and compiled; `from` is the epoch it goes on after. */
  planned(plan: Plan, data: DataFacts, from: number): void;
  /** Something worth knowing that does not stop the run. */
  warned(message: string): void;
}

/** What a run leaves for its report. */
export interface FinishedRun {
  readonly plan: Plan;
  readonly manifest: Manifest;
  readonly result: RunResult;
  readonly weights: WeightStory;
}

export interface RunContext extends DatasetContext {
  /** The run's own folder. */
  readonly folder: string;
  readonly outside: RunOutside;
}

interface Source {
  load(params: unknown, context: DatasetContext): ReturnType<(typeof datasets)["made-digits"]["load"]>;
}

/** Loads the data of a recipe. */
export function loadData({ data }: Recipe, context: DatasetContext): ReturnType<Source["load"]> {
  const { source, ...params } = data;
  const loader = (datasets as unknown as Readonly<Record<string, Source>>)[source] as Source;
  return loader.load(params, context);
}

/** Loads the data of a recipe and works out its run. */
export const plan = async (recipe: Recipe, context: DatasetContext): Promise<Plan> =>
  planRun(recipe, await loadData(recipe, context));

/** The model of a recipe on its data, layer by layer. */
export const summarizeRecipe = async (recipe: Recipe, context: DatasetContext): Promise<ModelSummary> =>
  summaryOf((await plan(recipe, context)).model);

/** The numbers that strengths are measured against in the run of a recipe, and the size of its batches. */
export async function measureRecipe(
  recipe: Recipe,
  context: DatasetContext,
): Promise<Scale & { readonly batchSize: number }> {
  const planned = await plan(recipe, context);
  return { ...scaleOf(planned), batchSize: planned.batchSize };
}

const plainly = ({ loss, lossStandardError, metrics }: Scores): Scores => ({
  loss,
  lossStandardError,
  metrics,
});

/** Tests, exports and sums up what a run came to. */
async function finish(
  { plan: planned, data, engine, folder }: { plan: Plan; data: DataFacts; engine: Engine; folder: string },
  ending: Ending,
): Promise<Pick<FinishedRun, "result" | "weights">> {
  const { saved, keep, kind, reason, brokeOff } = ending;
  const paths = runPaths(folder);
  const { recipe, model, meets } = planned;
  const { state: kept, found } = await completed(planned, engine, ending.kept);
  const baselines = await baselinesOf(planned, engine);
  const scores = await keptScores(planned, engine, kept, baselines);
  const { strengths } = saved.records.find(({ epoch }) => epoch === keep) ?? saved.position;
  const sampled = await sampledScores(planned, { state: kept, strengths });
  const file = exportModel(planned, kept);
  const exportDifference = await checkExport(planned, engine, { model: file, state: kept });
  await writeWhole(paths.model, file);
  const history = historyOf(planned, saved.records, brokeOff);
  const diagnosis = diagnose(history);
  const { trainMs, waitMs, totalMs } = await totalTiming(folder);
  const { step } = saved.position;
  const { epochs: _, ...facts } = history;
  const result: RunResult = {
    dir: folder,
    name: recipe.name ?? planned.dataset.name,
    seed: recipe.seed,
    data,
    stopped: { epoch: saved.records.at(-1)?.epoch ?? 0, kind, reason },
    best: { epoch: bestEpoch(saved.records) },
    kept: { epoch: keep },
    epochs: saved.records,
    ...(scores.test && { test: plainly(scores.test) }),
    ...(await scoresWithoutRepeats(planned, engine, kept, data.leaks.repeats)),
    scores,
    baselines: baselineReport(planned, scores, baselines),
    ...(found && { found }),
    ...(sampled && { sampled }),
    diagnosis: { ...diagnosis, prescriptions: prescribe(diagnosis, recipe, meets, replay(history)) },
    timing: {
      stepMs: trainMs / Math.max(step, 1),
      totalMs,
      steps: step,
      compileMs: engine.compileMs,
      ...(rowStreamOf(planned.dataset.inputs) && { waitingShare: waitMs / Math.max(totalMs, 1) }),
    },
    sparsity: sparsityOf(planned, kept),
    history: facts,
    meets,
    model: {
      parameters: summaryOf(model).parameters.trainable,
      layers: model.layers.map(({ name }) => name),
      exportDifference,
    },
  };
  await writeJson(paths.result, result);
  const weights = await weightStory(
    { plan: planned, engine },
    { kept, strengths },
    await weightRecords(folder),
  );
  return { result, weights };
}

const fresh = (planned: Plan): Saved => ({
  state: initialState(planned),
  position: { step: 0, running: nothingRun, strengths: initialStrengths(planned.techniques) },
  records: [],
});

/** Trains a planned run from where it stands; nothing when it was interrupted. */
async function work(
  planned: Plan,
  manifest: Manifest,
  { folder, outside }: RunContext,
): Promise<FinishedRun | undefined> {
  const engine = await createEngine(planned);
  try {
    const saved = (await loadSaved(planned, folder)) ?? fresh(planned);
    const data = dataFacts(planned);
    outside.planned(planned, data, saved.records.length);
    const store = openStore(planned, folder);
    const ending = await trainEpochs({ plan: planned, engine, store, outside }, saved);
    if (ending.kind === "interrupted") return undefined;
    return { plan: planned, manifest, ...(await finish({ plan: planned, data, engine, folder }, ending)) };
  } finally {
    await engine.release();
  }
}

/** Does something as the only process that writes a run's folder. */
async function alone<T>(folder: string, act: () => Promise<T>): Promise<T> {
  const release = await holdFolder(folder);
  try {
    return await act();
  } finally {
    await release();
  }
}

async function refuseOldRun(folder: string): Promise<void> {
  if (await readIfThere(runPaths(folder).recipe))
    throw new UserError({
      where: folder,
      got: "a folder that already holds a run",
      expected: "a new folder",
      hint: `Go on with it by "ockham resume ${folder}", or choose another with --out`,
    });
}

/**
 * Starts a run in a folder of its own.
 * @returns nothing when it was interrupted: it can be resumed.
 * @throws UserError when the folder already holds something, or the recipe, the data or the machine do not fit.
 */
export async function startRun(recipe: Recipe, context: RunContext): Promise<FinishedRun | undefined> {
  const { folder, baseFolder } = context;
  const paths = runPaths(folder);
  await refuseOldRun(folder);
  const planned = await plan(recipe, context);
  await makeFolder(folder);
  return alone(folder, async () => {
    await refuseOldRun(folder);
    await writeWhole(paths.recipe, formatRecipe(recipe));
    const manifest = await manifestOf(planned, baseFolder);
    await writeJson(paths.manifest, manifest);
    return work(planned, manifest, context);
  });
}

/** The recipe of a run. */
export async function readRunRecipe(folder: string): Promise<Recipe> {
  const path = runPaths(folder).recipe;
  const text = await readIfThere(path);
  if (!text)
    throw new UserError({
      where: folder,
      got: "no recipe.json",
      expected: "the folder of a run",
      hint: 'Start one with "ockham train"',
    });
  return readRecipeText(text.toString("utf8"), path);
}

/**
 * Goes on with a run where it was stopped or killed; the result is that of an uninterrupted run, bit by bit.
 * @throws UserError when there is no run, its data has changed, or a checkpoint is damaged.
 */
export async function resumeRun(context: RunContext): Promise<FinishedRun | undefined> {
  const { folder, outside } = context;
  const paths = runPaths(folder);
  const recipe = await readRunRecipe(folder);
  return alone(folder, async () => {
    const before = await readManifest(paths.manifest);
    const baseFolder = before?.baseFolder ?? context.baseFolder;
    const planned = await plan(recipe, { ...context, baseFolder });
    const manifest = await manifestOf(planned, baseFolder);
    if (before) {
      const changes = compareManifests(before, manifest, folder);
      if (changes.length > 0)
        outside.warned(`The last bits may differ from an uninterrupted run: ${changes.join("; ")}.`);
    } else await writeJson(paths.manifest, manifest);
    return work(planned, before ?? manifest, context);
  });
}

/** The result of a finished run, or nothing when it has not finished. */
export async function readResult(folder: string): Promise<RunResult | undefined> {
  const text = await readIfThere(runPaths(folder).result);
  return text ? (JSON.parse(text.toString("utf8")) as RunResult) : undefined;
}
