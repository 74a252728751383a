// A search that learns strengths in one training, in a process of its own.
import { join, resolve } from "node:path";
import { UserError } from "../base/index.ts";
import type { Recipe } from "../recipe/index.ts";
import type { Axis } from "../search/index.ts";
import { holdFolder, makeFolder, readIfThere } from "../train/index.node.ts";
import { dataFolders } from "./folders.node.ts";
import { openMembers } from "./members.node.ts";
import type { Learnable, Learned } from "./member-messages.ts";
import type { Planned } from "./messages.ts";

export interface LearnOptions {
  /** The strengths, and by the ends of their values between which they stay. */
  readonly axes: readonly Axis[];
  readonly folder: string;
  readonly baseFolder: string;
  readonly signal?: AbortSignal;
  /** The data is read: the run as it would start, its penalties whole. */
  readonly onPlanned?: (planned: Planned) => void;
}

export const learnedPaths = (folder: string) =>
  ({
    result: join(folder, "learned.json"),
    curve: join(folder, "learned.svg"),
    recipe: join(folder, "recipe-learned.json"),
  }) as const;

async function requireFresh(folder: string): Promise<void> {
  for (const name of ["recipe.json", "question.json", "learned.json"])
    if (await readIfThere(join(folder, name)))
      throw new UserError({
        where: folder,
        got: `a folder with ${name} in it`,
        expected: "a new folder",
        hint: "Choose another with --out",
      });
}

const learnable = ({ row, values }: Axis): Learnable => {
  const positive = values.filter((value) => value > 0);
  return {
    use: row.regularizer.id,
    name: row.path.slice(row.path.lastIndexOf(".") + 1),
    least: positive[0] ?? 1,
    most: positive.at(-1) ?? 1,
  };
};

/**
 * Trains a recipe once and learns strengths of its penalties by their slopes of the validation loss, layer by layer.
 * @returns nothing where the signal stopped it.
 * @throws UserError when recipe, data, strengths and folder do not fit.
 */
export async function learnRecipe(recipe: Recipe, options: LearnOptions): Promise<Learned | undefined> {
  const { axes, folder, signal } = options;
  await requireFresh(folder);
  const pool = openMembers(1);
  signal?.addEventListener("abort", pool.stop);
  try {
    const context = { baseFolder: resolve(options.baseFolder), dataFolders: dataFolders() };
    const job = { recipe, strengths: axes.map(learnable), ...context };
    // What is refused leaves no folder.
    const { planned } = await pool.look(job);
    options.onPlanned?.(planned);
    await makeFolder(folder);
    const release = await holdFolder(folder);
    try {
      return signal?.aborted ? undefined : await pool.learn(job);
    } finally {
      await release();
    }
  } finally {
    signal?.removeEventListener("abort", pool.stop);
    pool.close();
  }
}
