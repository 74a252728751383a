import { resolve } from "node:path";
import { type RecipeInput, parseRecipe } from "../recipe/index.ts";
import type { RunResult } from "../train/index.ts";
import { dataFolders, freshRunFolder } from "./folders.node.ts";
import { type Listeners, runJob } from "./run.node.ts";

export interface TrainOptions extends Listeners {
  /** The run's own folder, which must not hold a run yet; a fresh one under `runs` when absent. */
  readonly out?: string;
  /** Where relative paths in the recipe count from; the working folder when absent. */
  readonly baseFolder?: string;
  /** Stops the run when it aborts; the run can be resumed. */
  readonly signal?: AbortSignal;
}

/** Runs a job to its end, or to the abort of a signal. */
async function finishJob(
  job: Parameters<typeof runJob>[0],
  options: TrainOptions,
): Promise<RunResult | undefined> {
  const running = runJob(job, options);
  const stop = (): void => running.wish({ stop: true });
  options.signal?.addEventListener("abort", stop);
  if (options.signal?.aborted) stop();
  try {
    return await running.done;
  } finally {
    options.signal?.removeEventListener("abort", stop);
  }
}

/**
 * Trains a recipe in a process of its own and leaves the run in its folder.
 * @returns the result; nothing when the signal stopped it before its end.
 * @throws UserError when recipe, data or machine do not fit.
 */
export async function train(recipe: RecipeInput, options: TrainOptions = {}): Promise<RunResult | undefined> {
  const parsed = parseRecipe(recipe, "recipe");
  const folder = options.out ?? freshRunFolder(parsed.name ?? parsed.data.source);
  const baseFolder = resolve(options.baseFolder ?? ".");
  return finishJob({ recipe: parsed, folder, baseFolder, dataFolders: dataFolders() }, options);
}

/** Goes on with a run that was stopped or killed; see {@link train}. */
export const resume = (
  folder: string,
  options: Omit<TrainOptions, "out"> = {},
): Promise<RunResult | undefined> =>
  finishJob({ folder, baseFolder: resolve(options.baseFolder ?? "."), dataFolders: dataFolders() }, options);
