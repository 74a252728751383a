import { UserError } from "../base/index.ts";
import { tunedHtml } from "../report/index.ts";
import { freshRunFolder } from "../worker/index.ts";
import { checkLearned, learnCommand } from "./learn.node.ts";
import { asMisuse } from "./misuse.ts";
import { refuseUnwritable, writeNew } from "./new-file.node.ts";
import { readCommandLine, type RecipeFlags } from "./recipe-argument.node.ts";
import { apartCommand } from "./tune-apart.node.ts";
import { axesOf, type AxisFlags, withTechniques } from "./tune-axes.node.ts";
import { printTuned, tellInterrupted, writeResults } from "./tune-results.node.ts";
import { search } from "./tune-search.node.ts";

interface TuneFlags extends AxisFlags {
  readonly folds: number;
  readonly extensions: number;
  readonly isRace: boolean;
  readonly isLearned: boolean;
  readonly isApart: boolean;
  readonly processes: number | undefined;
  readonly out: string | undefined;
  readonly report: string | undefined;
  readonly json: boolean | undefined;
  readonly recipe: RecipeFlags;
}

/** @throws UserError for two kinds of search at once. */
function checkKind({ isLearned, isApart }: TuneFlags): void {
  if (isLearned && isApart)
    throw new UserError({
      where: "--apart",
      got: "--learn beside it",
      expected: "one of the two: a search of each strength by itself, or strengths that are learned",
    });
}

/** Chooses strengths by validation; Ctrl-C keeps what was trained. */
export async function tuneCommand(argument: string | undefined, flags: TuneFlags): Promise<void> {
  const { folds, extensions, isRace, processes, report, json } = flags;
  const axes = await asMisuse(() => {
    checkKind(flags);
    return axesOf(flags);
  });
  const { recipe: given, baseFolder, isOwn } = await readCommandLine(argument, flags.recipe);
  const recipe = await asMisuse(() => withTechniques(given, axes));
  const folder = flags.out ?? freshRunFolder(`tune ${recipe.name ?? recipe.data.source}`);
  if (report !== undefined) await asMisuse(() => refuseUnwritable(report));
  const work = { recipe, isOwn, axes, folder, baseFolder };
  if (flags.isLearned) {
    await asMisuse(() => checkLearned(axes, folds));
    return learnCommand({ ...work, report, json });
  }
  const asked = { ...work, folds, extensions, isRace, processes };
  if (flags.isApart) return apartCommand({ ...asked, report, json });
  const searched = await search(asked);
  if (!searched) return tellInterrupted(folder, json);
  const { tuned, data, name } = searched;
  await writeResults(folder, { recipe, folds, baseFolder }, tuned);
  if (report !== undefined) await writeNew(report, tunedHtml({ name, data, tuned, folds }));
  printTuned(tuned, { folder, folds, report }, json);
}
