// The folder of a search: every member that was trained is in it, so that the same command goes on where it was.
import { join } from "node:path";
import { z } from "zod";
import { UserError } from "../base/index.ts";
import { formatRecipe, type Recipe } from "../recipe/index.ts";
import type { TrainedMember } from "../search/index.ts";
import { appendLine, readIfThere, writeWhole } from "../train/index.node.ts";

export const tunePaths = (folder: string) =>
  ({
    /** What is trained, apart from the strengths. */
    question: join(folder, "question.json"),
    members: join(folder, "members.jsonl"),
    result: join(folder, "tune.json"),
    /** The picture of one strength. */
    curve: join(folder, "curve.svg"),
    /** The picture of two. */
    map: join(folder, "map.svg"),
    recipeMin: join(folder, "recipe-min.json"),
    recipeOneSe: join(folder, "recipe-1se.json"),
  }) as const;

/** JSON has no NaN: a score that is not finite is written as null. */
const score = z
  .number()
  .nullable()
  .transform((value) => value ?? Number.NaN);
const scores = z.object({ loss: score, lossStandardError: score, metrics: z.record(z.string(), score) });
const line = z.object({
  fold: z.int().min(1),
  strengths: z.record(z.string(), z.number()),
  result: z.object({
    validation: scores.optional(),
    train: scores.optional(),
    epochs: z.int(),
    kept: z.int(),
    weights: z.object({ zero: z.number(), near: z.number(), sizes: z.array(z.number()) }).optional(),
  }),
});

/** The members of a folder; a last line that is cut off belongs to one that was not finished. */
function parseMembers(text: string, where: string): TrainedMember[] {
  const lines = text.split("\n");
  const whole = lines.slice(0, -1).filter((each) => each.trim() !== "");
  return whole.map((each, at) => {
    try {
      return line.parse(JSON.parse(each)) as TrainedMember;
    } catch (cause) {
      throw new UserError(
        {
          where: `${where}, line ${at + 1}`,
          got: "no trained member",
          expected: "a line that tune wrote",
          hint: "Delete the line: it is trained again",
        },
        { cause },
      );
    }
  });
}

/** What members are comparable for. */
export interface TuneIdentity {
  readonly recipe: Recipe;
  readonly folds: number;
  /** SHA-256 of the data. */
  readonly data: string;
}

const questionText = ({ recipe, folds, data }: TuneIdentity): string =>
  `${JSON.stringify({ folds, data, recipe: JSON.parse(formatRecipe(recipe)) as unknown }, null, 2)}\n`;

/**
 * Makes a folder that of a search, or goes on with one.
 * @returns the members that are there already.
 * @throws UserError when the folder belongs to another search, or to a run.
 */
export async function openTuneFolder(folder: string, identity: TuneIdentity): Promise<TrainedMember[]> {
  const paths = tunePaths(folder);
  const own = questionText(identity);
  const before = (await readIfThere(paths.question))?.toString("utf8");
  if (before !== undefined && before !== own)
    throw new UserError({
      where: folder,
      got: "the folder of another search: its recipe, its folds or its data differ",
      expected: "a new folder, or that of a search that was stopped",
      hint: "Choose another with --out",
    });
  if (before === undefined && (await readIfThere(join(folder, "recipe.json"))))
    throw new UserError({
      where: folder,
      got: "the folder of a run",
      expected: "a new folder, or that of a search that was stopped",
      hint: "Choose another with --out",
    });
  if (before === undefined) await writeWhole(paths.question, own);
  const text = (await readIfThere(paths.members))?.toString("utf8") ?? "";
  const members = parseMembers(text, paths.members);
  // What is cut off would make the next line unreadable.
  if (text !== "" && !text.endsWith("\n"))
    await writeWhole(paths.members, text.slice(0, text.lastIndexOf("\n") + 1));
  return members;
}

export const saveMember = (folder: string, member: TrainedMember): Promise<void> =>
  appendLine(tunePaths(folder).members, JSON.stringify(member));
