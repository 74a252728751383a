import { resolve } from "node:path";
import type { Recipe } from "../recipe/index.ts";
import {
  type Member,
  memberKey,
  tune,
  type TrainedMember,
  type Tuned,
  type TuneListeners,
  type TuneQuestion,
} from "../search/index.ts";
import { holdFolder, makeFolder } from "../train/index.node.ts";
import { dataFolders } from "./folders.node.ts";
import { openMembers } from "./members.node.ts";
import type { MemberJob, Way } from "./member-messages.ts";
import type { Planned } from "./messages.ts";
import { openTuneFolder, saveMember } from "./tune-folder.node.ts";

/** 1 fold is a hold-out: the validation part of the recipe. */
export interface TuneOptions extends TuneQuestion, TuneListeners {
  readonly processes: number;
  readonly folder: string;
  readonly baseFolder: string;
  readonly signal?: AbortSignal;
  /** The data is read: a run on the first fold, as it would start. */
  readonly onPlanned?: (planned: Planned) => void;
  readonly onTrained?: (member: TrainedMember) => void;
  /** How a process trains the members that it was given. */
  readonly onWay?: (way: Way) => void;
}

/** The recipe of one fold; every fold has the seed, and with it initial weights and order, of the others. */
export const foldRecipe = (recipe: Recipe, fold: number, folds: number): Recipe =>
  folds === 1
    ? recipe
    : { ...recipe, split: { ...recipe.split, folds: { count: folds, number: fold, part: "validation" } } };

/** Larger jobs would be split again by who does them. */
const mostTogether = 16;

/**
 * How many members make a job: as many as can train at once, unless processes would have nothing to do at the end. The cost
 * of a job is taken to rise with its members, which is nearly so.
 */
function jobSize(perFold: number, folds: number, processes: number): number {
  const sizes = Array.from({ length: Math.min(perFold, mostTogether) }, (_, i) => i + 1);
  const cost = (size: number): number =>
    size * Math.ceil((folds * Math.ceil(perFold / size)) / Math.max(1, processes)) + 1 / size;
  return sizes.toSorted((a, b) => cost(a) - cost(b))[0] ?? 1;
}

interface JobPart {
  readonly fold: number;
  readonly members: readonly Member["strengths"][];
}

/** The members of each fold in parts of about equal size. */
function jobsOf(members: readonly Member[], folds: number, processes: number): JobPart[] {
  const byFold = Array.from({ length: folds }, (_, i) => members.filter(({ fold }) => fold === i + 1));
  const open = byFold.filter(({ length }) => length > 0);
  const size = jobSize(Math.max(...open.map(({ length }) => length)), open.length, processes);
  return byFold.flatMap((own, i) =>
    Array.from({ length: Math.ceil(own.length / size) }, (_, part) => ({
      fold: i + 1,
      members: own.slice(part * size, (part + 1) * size).map(({ strengths }) => strengths),
    })),
  );
}

/**
 * Chooses live strengths of a recipe by validation: trains each set of them on each fold, in several processes.
 * @returns nothing where the signal stopped it; the same call goes on with what is in the folder.
 * @throws UserError when recipe, data and folder do not fit.
 */
export async function tuneRecipe(recipe: Recipe, options: TuneOptions): Promise<Tuned | undefined> {
  const { axes, folds, folder, processes, signal } = options;
  const recipes = Array.from({ length: folds }, (_, i) => foldRecipe(recipe, i + 1, folds));
  const context = { baseFolder: resolve(options.baseFolder), dataFolders: dataFolders() };
  const most = axes.reduce((total, { values }) => total * values.length, folds);
  const pool = openMembers(Math.min(processes, most));
  let saved = Promise.resolve();
  signal?.addEventListener("abort", pool.stop);
  const train = async (members: readonly Member[]): Promise<readonly TrainedMember[]> => {
    const results: TrainedMember[] = [];
    const jobs = jobsOf(members, folds, processes).map(
      ({ fold, members: own }): MemberJob => ({
        recipe: recipes[fold - 1] as Recipe,
        members: own,
        ...context,
      }),
    );
    await pool.train(jobs, {
      onWay: options.onWay,
      onTrained: ({ recipe: own, members: trained }, at, result) => {
        const strengths = trained[at] as Member["strengths"];
        const member: TrainedMember = { fold: recipes.indexOf(own) + 1, strengths, result };
        results.push(member);
        saved = saved.then(() => saveMember(folder, member));
        // Where one cannot be saved, more need not be trained.
        saved.catch(pool.stop);
        options.onTrained?.(member);
      },
    });
    return results;
  };
  let release: (() => Promise<void>) | undefined;
  try {
    // What is refused leaves no folder.
    const { hash: data, planned } = await pool.look({ recipe: recipes[0] ?? recipe, ...context });
    await makeFolder(folder);
    release = await holdFolder(folder);
    options.onPlanned?.(planned);
    const before = await openTuneFolder(folder, { recipe, folds, data });
    const done = new Map(before.map((member) => [memberKey(member), member]));
    if (signal?.aborted) return undefined;
    const tuned = await tune({ ...options, axes, folds }, train, { done, ...options });
    await saved;
    return tuned;
  } finally {
    signal?.removeEventListener("abort", pool.stop);
    pool.close();
    await saved.catch(() => undefined);
    await release?.();
  }
}
