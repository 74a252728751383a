import { resolve } from "node:path";
import type { Recipe } from "../recipe/index.ts";
import { type Axis, type Member, memberKey, tune, type TrainedMember, type Tuned } from "../search/index.ts";
import { holdFolder, makeFolder } from "../train/index.node.ts";
import { dataFolders } from "./folders.node.ts";
import { openMembers } from "./members.node.ts";
import type { MemberJob } from "./member-messages.ts";
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
  readonly onTrained?: (member: TrainedMember, ms: number) => void;
}

/** The recipe of one fold; every fold has the seed, and with it initial weights and order, of the others. */
const foldRecipe = (recipe: Recipe, fold: number, folds: number): Recipe =>
  folds === 1
    ? recipe
    : { ...recipe, split: { ...recipe.split, folds: { count: folds, number: fold, part: "validation" } } };

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
  signal?.addEventListener("abort", pool.stop);
  const train = async (members: readonly Member[]): Promise<readonly TrainedMember[]> => {
    const open = members.filter((member) => !done.has(memberKey(member)));
    options.onWanted?.(members.length, members.length - open.length);
    const groups = recipes.map((own, i): MemberJob[] =>
      members.flatMap(({ fold, strengths }, id) =>
        fold === i + 1 && open.includes(members[id] as Member)
          ? [{ id, recipe: own, strengths, ...context }]
          : [],
      ),
    );
    const saving: Promise<void>[] = [];
    await pool.train(groups, {
      onTrained: ({ id }, result, ms) => {
        const member: TrainedMember = { ...(members[id] as Member), result };
        done.set(memberKey(member), member);
        saving.push(saveMember(folder, member));
        options.onTrained?.(member, ms);
      },
    });
    await Promise.all(saving);
    return members.flatMap((member) => done.get(memberKey(member)) ?? []);
  };
  try {
    for (const member of await openTuneFolder(folder, { recipe, folds })) done.set(memberKey(member), member);
    return signal?.aborted ? undefined : await tune({ axes, folds, extensions }, train);
  } finally {
    signal?.removeEventListener("abort", pool.stop);
    pool.close();
    await release();
  }
}
