import { access } from "node:fs/promises";
import { join, resolve } from "node:path";

/** The first existing file among `names` in each folder in turn, or nothing. */
export async function findFile(
  folders: readonly string[],
  names: readonly string[],
): Promise<string | undefined> {
  for (const path of folders.flatMap((folder) => names.map((name) => join(folder, name)))) {
    const exists = await access(path).then(
      () => true,
      () => false,
    );
    if (exists) return path;
  }
  return undefined;
}

/** `path` as an absolute one; a relative one counts from `baseFolder`. */
export const resolvePath = (baseFolder: string, path: string): string => resolve(baseFolder, path);
