import { mkdirSync, readdirSync, rmdirSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join, resolve } from "node:path";

/** The user's cache of data sets: `OCKHAM_CACHE`, or the place that the system has for such. */
export function cacheFolder(): string {
  const named = process.env["OCKHAM_CACHE"];
  if (named) return resolve(named);
  return resolve(process.env["XDG_CACHE_HOME"] || join(homedir(), ".cache"), "ockham");
}

/** Where shared data sets are looked for: `OCKHAM_DATA` first, then the user's cache. */
export function dataFolders(): string[] {
  const named = (process.env["OCKHAM_DATA"] ?? "").split(delimiter).filter((folder) => folder !== "");
  return [...named, cacheFolder()].map((folder) => resolve(folder));
}

/** Makes a folder where there is none. */
function isMade(folder: string): boolean {
  try {
    mkdirSync(folder);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/** Takes folders away that are still empty when the process ends. */
function removeIfEmpty(...folders: readonly string[]): void {
  process.once("exit", () => {
    try {
      folders.forEach((folder) => rmdirSync(folder));
    } catch {
      // Something is in it.
    }
  });
}

/**
 * Makes a folder under `runs`: the next number and a word about the run. Of several processes each gets its own. It is gone
 * again where the process ends before anything is in it.
 */
export function freshRunFolder(word: string): string {
  mkdirSync("runs", { recursive: true });
  const slug = word
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "")
    .slice(0, 40);
  const highest = Math.max(0, ...readdirSync("runs").map((name) => Number(/^\d+/.exec(name)?.[0] ?? 0)));
  for (let number = highest + 1; ; number++) {
    const folder = join("runs", [String(number).padStart(3, "0"), slug].filter(Boolean).join("-"));
    if (!isMade(folder)) continue;
    removeIfEmpty(folder, "runs");
    return folder;
  }
}
