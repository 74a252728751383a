import { type FileHandle, mkdir, open, readFile, rename, rm, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { UserError } from "../base/index.ts";

const causes: Readonly<Record<string, readonly [got: string, expected: string, hint: string]>> = {
  ENOSPC: ["no space left on the disk", "room for the run's files", "Free some space, then resume the run"],
  EDQUOT: [
    "no space left in the disk quota",
    "room for the run's files",
    "Free some space, then resume the run",
  ],
  EACCES: ["no permission", "a folder that may be written", "Choose another folder with --out"],
  EPERM: ["no permission", "a folder that may be written", "Choose another folder with --out"],
  EROFS: ["a read-only disk", "a folder that may be written", "Choose another folder with --out"],
  ENOTDIR: ["a file on the way to it", "a path of folders", "Choose another folder with --out"],
  ENOENT: [
    "no such folder",
    "a place in a folder that exists and takes new files",
    "Make the folder first, or choose another",
  ],
  EISDIR: ["a folder of that name", "a name for a file", "Choose another name"],
  EEXIST: ["a file of that name", "a folder", "Choose another folder with --out"],
};

/** A failure of the disk as an instruction; anything else is passed on. */
function fileError(path: string, cause: unknown): unknown {
  const known = causes[(cause as NodeJS.ErrnoException).code ?? ""];
  if (!known) return cause;
  const [got, expected, hint] = known;
  return new UserError({ where: path, got, expected, hint }, { cause });
}

async function guarded<T>(path: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (cause) {
    throw fileError(path, cause);
  }
}

async function writeThrough(handle: FileHandle, content: Uint8Array | string): Promise<void> {
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Writes a file so that at every moment either its old or its new content is on the disk, whole. */
export const writeWhole = (path: string, content: Uint8Array | string): Promise<void> =>
  guarded(path, async () => {
    const draft = `${path}.partial`;
    try {
      await writeThrough(await open(draft, "w"), content);
      await rename(draft, path);
    } catch (cause) {
      await rm(draft, { force: true });
      throw cause;
    }
  });

/** Adds a line to a file and waits until it is on the disk. */
export const appendLine = (path: string, line: string): Promise<void> =>
  guarded(path, async () => writeThrough(await open(path, "a"), `${line}\n`));

const isFolder = async (path: string): Promise<boolean> =>
  (await stat(path).catch(() => undefined))?.isDirectory() ?? false;

/** Makes a folder in one that is there; it may be there already. */
async function makeOne(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (cause) {
    if (!(await isFolder(path))) throw cause;
  }
}

/** One after another: Node's recursive `mkdir` never ends where the system denies that a parent is there, as in /proc. */
async function makeWithParents(path: string): Promise<void> {
  const parent = dirname(path);
  if (parent !== path && !(await isFolder(parent))) await makeWithParents(parent);
  await makeOne(path);
}

/** Makes a folder and those above it that are missing. */
export const makeFolder = (path: string): Promise<void> =>
  guarded(path, () => makeWithParents(resolve(path)));

/** The content of a file, or nothing when there is none. */
export async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw fileError(dirname(path), cause);
  }
}
