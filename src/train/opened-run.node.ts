// Looks at a run on disk without going on with it: nothing of the run is changed.
import { UserError } from "../base/index.ts";
import type { DatasetContext } from "../datasets/index.ts";
import type { Situation } from "../derive/index.ts";
import { type EpochRecord, type RunHistory, parseEpochRecord, parseEpochRecords } from "../history/index.ts";
import type { Recipe } from "../recipe/index.ts";
import { foldLoop } from "../seams/index.ts";
import { loadCheckpoint } from "./checkpoint.node.ts";
import { createEngine } from "./engine.ts";
import { checkExport, exportModel } from "./export.ts";
import { readIfThere, writeWhole } from "./files.node.ts";
import { completed } from "./found.ts";
import { compareManifests, manifestOf, readManifest } from "./manifest.node.ts";
import type { Plan } from "./plan.ts";
import { historyOf, type RunResult } from "./result.ts";
import { loadBest, runPaths } from "./run-files.node.ts";
import { plan, readResult, readRunRecipe } from "./run.node.ts";
import { modelOnly, type State, stateShapes } from "./state.ts";

/** What a run has recorded, whether it is finished or not. */
export interface ReadRun {
  readonly name: string;
  readonly recipe: Recipe;
  readonly history: RunHistory;
  /** Which needs of techniques the run meets. */
  readonly meets: Situation;
  readonly finished: boolean;
}

/** @throws UserError when data or recipe are not those that the run was started with. */
async function planOf(folder: string, recipe: Recipe, context: DatasetContext): Promise<Plan> {
  const before = await readManifest(runPaths(folder).manifest);
  const baseFolder = before?.baseFolder ?? context.baseFolder;
  const planned = await plan(recipe, { ...context, baseFolder });
  if (before) compareManifests(before, await manifestOf(planned, baseFolder), folder);
  return planned;
}

/** @param finished whether the run has ended, so that nobody is still writing its last line. */
async function recordsOf(folder: string, finished = false): Promise<readonly EpochRecord[]> {
  const { metrics } = runPaths(folder);
  const text = (await readIfThere(metrics))?.toString("utf8") ?? "";
  const isCut = finished && text !== "" && !text.endsWith("\n");
  return parseEpochRecords(isCut ? `${text}\n` : text, metrics).records;
}

/** The result of a finished run. JSON holds no NaN, so that its epochs are read like those of `metrics.jsonl`. */
async function resultOf(folder: string): Promise<RunResult | undefined> {
  const { result: path } = runPaths(folder);
  try {
    const result = await readResult(folder);
    const epochs = result?.epochs.map((record, i) =>
      parseEpochRecord(JSON.stringify(record), `${path}, epoch ${i + 1}`),
    );
    return result && epochs && result.history.metrics.length > 0 ? { ...result, epochs } : undefined;
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    throw new UserError(
      {
        where: path,
        got: "a text that is no result of a run",
        expected: "the file that Ockham wrote",
        hint: `Write it anew by "ockham resume ${folder}"`,
      },
      { cause },
    );
  }
}

/**
 * Reads the learning curve of a run. For one that is not finished its data is loaded, to know what it was measured on.
 * @param from the file to take the epochs from: `metrics.jsonl` always, or `result.json` when the run is finished.
 * @throws UserError when the folder holds no run, or its files are damaged.
 */
export async function readRun(
  folder: string,
  context: DatasetContext,
  from: "metrics" | "result" = "result",
): Promise<ReadRun> {
  const recipe = await readRunRecipe(folder);
  const result = await resultOf(folder);
  if (result) {
    const { name, history, meets } = result;
    const epochs = from === "metrics" ? await recordsOf(folder, true) : result.epochs;
    return { name, recipe, history: { ...history, epochs }, meets, finished: true };
  }
  const planned = await planOf(folder, recipe, context);
  const history = historyOf(planned, await recordsOf(folder));
  const { dataset, meets } = planned;
  return { name: recipe.name ?? dataset.name, recipe, history, meets, finished: false };
}

/** The epoch whose weights a run keeps, where they are not simply its last ones. */
async function keptEpoch(planned: Plan, folder: string): Promise<number | undefined> {
  const result = await resultOf(folder);
  if (result) {
    const { stopped, kept } = result;
    return stopped.kind === "diverged" || kept.epoch === stopped.epoch ? undefined : kept.epoch;
  }
  const { epochs, metrics } = historyOf(planned, await recordsOf(folder));
  const keep = epochs.length > 0 ? foldLoop(planned.techniques, { epochs, metrics })?.keep : undefined;
  return keep === epochs.at(-1)?.epoch ? undefined : keep;
}

/** The model that a run keeps, and where in the run they are from. */
async function keptState(planned: Plan, folder: string): Promise<{ state: State; from: string }> {
  const epoch = await keptEpoch(planned, folder);
  if (epoch === undefined) {
    const { state, facts } = await loadCheckpoint(runPaths(folder).last, stateShapes(planned));
    return { state: modelOnly(planned, state), from: `update ${facts["step"]}` };
  }
  return { state: await loadBest(planned, folder, epoch), from: `epoch ${epoch}` };
}

/** A model file that was written and checked. */
export interface ExportedModel {
  readonly path: string;
  readonly bytes: number;
  /** Whose weights it holds: "epoch 12". */
  readonly from: string;
  /** The largest relative difference between the file's answers and those of the trained weights. */
  readonly difference: number;
  /** Whether the run was judged to have diverged: the weights are then hardly of use. */
  readonly diverged: boolean;
}

/**
 * Writes the weights that a run keeps as an ONNX model and checks it.
 * @param to the file; `model.onnx` of the run when absent.
 * @throws UserError when the folder holds no run, its data is gone, or a checkpoint is damaged.
 */
export async function exportRun(
  folder: string,
  context: DatasetContext,
  to?: string,
): Promise<ExportedModel> {
  const planned = await planOf(folder, await readRunRecipe(folder), context);
  const { state: kept, from } = await keptState(planned, folder);
  const engine = await createEngine(planned);
  try {
    const { state } = await completed(planned, engine, kept);
    const model = exportModel(planned, state);
    const difference = await checkExport(planned, engine, { model, state });
    const path = to ?? runPaths(folder).model;
    await writeWhole(path, model);
    const diverged = (await resultOf(folder))?.diagnosis.verdict === "diverged";
    return { path, bytes: model.length, from, difference, diverged };
  } finally {
    await engine.release();
  }
}
