import { existsSync, readdirSync } from "node:fs";
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

/** A folder under `runs` that does not exist yet: the next number and a word about the run. */
export function freshRunFolder(word: string): string {
  const taken = existsSync("runs") ? readdirSync("runs") : [];
  const highest = Math.max(0, ...taken.map((name) => Number(/^\d+/.exec(name)?.[0] ?? 0)));
  const slug = word
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "")
    .slice(0, 40);
  return join("runs", [String(highest + 1).padStart(3, "0"), slug].filter(Boolean).join("-"));
}
