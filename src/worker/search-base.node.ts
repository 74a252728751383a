import { z } from "zod";
import { UserError } from "../base/index.ts";
import { readIfThere } from "../train/index.node.ts";
import { learnedPaths } from "./learn.node.ts";
import { tunePaths } from "./tune-folder.node.ts";

const result = z.object({ baseFolder: z.string() });

/**
 * Where the paths in the recipes that a search wrote count from; nothing for a folder that holds no result of one.
 * @throws UserError for a result that is damaged.
 */
export async function readSearchBase(folder: string): Promise<string | undefined> {
  for (const path of [tunePaths(folder).result, learnedPaths(folder).result]) {
    const text = (await readIfThere(path))?.toString("utf8");
    if (text === undefined) continue;
    try {
      return result.safeParse(JSON.parse(text)).data?.baseFolder;
    } catch (cause) {
      throw new UserError(
        {
          where: path,
          got: "a text that is no JSON",
          expected: "the result that Ockham wrote, which says where the paths in its recipes count from",
          hint: "Restore the file from a copy, or take the recipe into another folder",
        },
        { cause },
      );
    }
  }
  return undefined;
}
