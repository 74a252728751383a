import { resolve } from "node:path";
import { hashDataset } from "../data/index.node.ts";
import type { Recipe } from "../recipe/index.ts";
import { type Axis, type Member, memberKey, tune, type TrainedMember, type Tuned } from "../search/index.ts";
import { holdFolder, loadData, makeFolder } from "../train/index.node.ts";
import { planRun } from "../train/index.ts";
import { dataFolders } from "./folders.node.ts";
import { openMembers } from "./members.node.ts";
import type { MemberJob, Way } from "./member-messages.ts";
import { openTuneFolder, saveMember } from "./tune-folder.node.ts";

export interface TuneOptions {
  readonly axes: readonly Axis[];
  /** 1 for a hold-out: the validation part of the recipe. */
  readonly folds: number;
  readonly processes: number;
  readonly folder: string;
  readonly baseFolder: string;
  /** How often a grid whose end is best is made longer. */
  readonly extensions: number;
  readonly signal?: AbortSignal;
  /** Some trainings are to be done: how many there are, and how many of these are done already. */
  readonly onWanted?: (wanted: number, done: number) => void;
  readonly onTrained?: (member: TrainedMember) => void;
  /** How a process trains the members that it was given. */
  readonly onWay?: (way: Way) => void;
}

/** The recipe of one fold; every fold has the seed, and with it initial weights and order, of the others. */
export const foldRecipe = (recipe: Recipe, fold: number, folds: number): Recipe =>
  folds === 1
    ? recipe
    : { ...recipe, split: { ...recipe.split, folds: { count: folds, number: fold, part: "validation" } } };

/** More members at once gain little, and small nets leave the processor's caches. */
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
function jobsOf(open: readonly Member[], folds: number, processes: number): JobPart[] {
  const byFold = Array.from({ length: folds }, (_, i) => open.filter(({ fold }) => fold === i + 1));
  const size = jobSize(Math.max(...byFold.map(({ length }) => length)), folds, processes);
  return byFold.flatMap((members, i) =>
    Array.from({ length: Math.ceil(members.length / size) }, (_, part) => ({
      fold: i + 1,
      members: members.slice(part * size, (part + 1) * size).map(({ strengths }) => strengths),
    })),
  );
}

/** SHA-256 of the data of a recipe. @throws UserError when recipe and data do not fit. */
async function dataHash(recipe: Recipe, context: Parameters<typeof loadData>[1]): Promise<string> {
  return hashDataset(planRun(recipe, await loadData(recipe, context)).dataset);
}

/**
 * Chooses live strengths of a recipe by validation: trains each set of them on each fold, in several processes.
 * @returns nothing where the signal stopped it; the same call goes on with what is in the folder.
 * @throws UserError when recipe, data and folder do not fit.
 */
export async function tuneRecipe(recipe: Recipe, options: TuneOptions): Promise<Tuned | undefined> {
  const { axes, folds, folder, extensions, signal } = options;
  await makeFolder(folder);
  const release = await holdFolder(folder);
  const recipes = Array.from({ length: folds }, (_, i) => foldRecipe(recipe, i + 1, folds));
  const context = { baseFolder: resolve(options.baseFolder), dataFolders: dataFolders() };
  const done = new Map<string, TrainedMember>();
  const pool = openMembers(options.processes);
  let saved = Promise.resolve();
  signal?.addEventListener("abort", pool.stop);
  const train = async (members: readonly Member[]): Promise<readonly TrainedMember[]> => {
    const open = members.filter((member) => !done.has(memberKey(member)));
    options.onWanted?.(members.length, members.length - open.length);
    const jobs = jobsOf(open, folds, options.processes).map(
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
        done.set(memberKey(member), member);
        saved = saved.then(() => saveMember(folder, member));
        // Where one cannot be saved, more need not be trained.
        saved.catch(pool.stop);
        options.onTrained?.(member);
      },
    });
    await saved;
    return members.flatMap((member) => done.get(memberKey(member)) ?? []);
  };
  try {
    const identity = { recipe, folds, data: await dataHash(recipes[0] ?? recipe, context) };
    for (const member of await openTuneFolder(folder, identity)) done.set(memberKey(member), member);
    return signal?.aborted ? undefined : await tune({ axes, folds, extensions }, train);
  } finally {
    signal?.removeEventListener("abort", pool.stop);
    pool.close();
    await saved.catch(() => undefined);
    await release();
  }
}
