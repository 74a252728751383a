// Which images a folder holds: the class of an image is the folder it lies in.
import { readdir, realpath, stat } from "node:fs/promises";
import { basename, extname, join, relative } from "node:path";
import { UserError } from "../base/index.ts";
import { type Dataset, type Part, parts } from "./dataset.ts";

/** The images of a folder, in the order of parts, classes and names. */
export interface ImageList {
  readonly files: readonly string[];
  /** For each file, its position in `classes`. */
  readonly labels: Int32Array;
  readonly classes: readonly string[];
  readonly given: NonNullable<Dataset["given"]>;
}

/** How the endings of images are written; a file without one of them may be an image all the same. */
const endings = new Set([".jpg", ".jpeg", ".png", ".webp", ".gif", ".tif", ".tiff"]);
const isNamedAsImage = (path: string): boolean => endings.has(extname(path).toLowerCase());

/** What systems leave in folders, and what is hidden on purpose. */
const isHidden = (name: string): boolean =>
  name.startsWith(".") || ["__MACOSX", "Thumbs.db", "desktop.ini"].includes(name);

/** What the folders of parts are called. */
const partNames: Readonly<Record<Part, RegExp>> = {
  train: /^train(ing)?$/i,
  validation: /^val(id|idation)?$/i,
  test: /^test(ing)?$/i,
};
const partOf = (name: string): Part | undefined => parts.find((part) => partNames[part].test(name));

interface Entry {
  readonly name: string;
  readonly path: string;
  readonly isFolder: boolean;
}

const byName = (a: Entry, b: Entry): number => (a.name < b.name ? -1 : 1);

/** What a folder shows, by name. Links count as what they lead to. */
async function entriesOf(folder: string): Promise<Entry[]> {
  const names = (await readdir(folder)).filter((name) => !isHidden(name));
  const entries = await Promise.all(
    names.map(async (name): Promise<Entry> => {
      const path = join(folder, name);
      const found = await stat(path).catch((cause: NodeJS.ErrnoException) => {
        throw new UserError(
          {
            where: path,
            got: cause.code === "ELOOP" ? "a link in a circle" : "a link to nothing, or no permission",
            expected: "a file or folder that can be read",
            hint: "Remove or repair it",
          },
          { cause },
        );
      });
      return { name, path, isFolder: found.isDirectory() };
    }),
  );
  return entries.toSorted(byName);
}

/**
 * All files in a folder and the folders in it.
 * @param above the real paths of the folders on the way here: a link to one of them would never end.
 */
async function filesIn(folder: string, above: readonly string[] = []): Promise<string[]> {
  const real = await realpath(folder);
  if (above.includes(real))
    throw new UserError({
      where: folder,
      got: "a link to a folder that holds it",
      expected: "folders that end",
      hint: "Remove the link",
    });
  const files: string[] = [];
  for (const { path, isFolder } of await entriesOf(folder)) {
    if (isFolder) files.push(...(await filesIn(path, [...above, real])));
    else files.push(path);
  }
  return files;
}

/** The images of one part by class. */
type ByClass = ReadonlyMap<string, readonly string[]>;

async function classesIn(folder: string, entries: readonly Entry[]): Promise<ByClass> {
  const stray = entries.find(({ name, isFolder }) => !isFolder && isNamedAsImage(name));
  const folders = entries.filter(({ isFolder }) => isFolder);
  if (stray)
    throw new UserError({
      where: stray.path,
      got: folders.length > 0 ? "an image beside the folders of classes" : "an image in no folder of a class",
      expected: "a folder for each class with its images in it",
      hint: `Move each image into a folder that is called like its class, such as ${join(folder, "cat", stray.name)} beside ${join(folder, "dog")}`,
    });
  const found = new Map<string, readonly string[]>();
  for (const { name, path } of folders) {
    const files = await filesIn(path);
    if (files.length > 0) found.set(name, files);
  }
  return found;
}

/** The parts that the folders of a folder are named after; nothing when they are classes. */
async function partFolders(entries: readonly Entry[]): Promise<Map<Part, Entry> | undefined> {
  const folders = entries.filter(({ isFolder }) => isFolder);
  const train = folders.find(({ name }) => partOf(name) === "train");
  // A class may be called so too: its folder then holds images, and no folders.
  if (!train || !(await entriesOf(train.path)).some(({ isFolder }) => isFolder)) return undefined;
  const found = new Map<Part, Entry>();
  for (const entry of folders) {
    const part = partOf(entry.name);
    const rival = part && found.get(part);
    if (!part || rival)
      throw new UserError({
        where: entry.path,
        got: rival ? `a second folder of this part beside ${rival.name}` : `a folder beside ${train.name}`,
        expected: "train with val and test beside it or not, and nothing else",
        hint: rival ? "Leave one of them" : "Move it away, or into train if it is a class",
      });
    found.set(part, entry);
  }
  return found;
}

const nothingToLearn = (folder: string, got: string): UserError =>
  new UserError({
    where: folder,
    got,
    expected: "at least two folders with images, each called like its class",
    hint: `Lay it out as ${join(folder, "cat")} and ${join(folder, "dog")}, or ${join(folder, "train", "cat")} and so on`,
  });

/** @throws UserError when there is nothing to tell apart, or a part has classes that training has not. */
function checkClasses(folder: string, given: ReadonlyMap<Part, ByClass>): void {
  const train = given.get("train") as ByClass;
  if (train.size === 0) throw nothingToLearn(folder, "no images in folders of classes");
  if (train.size === 1) throw nothingToLearn(folder, `one class only ("${[...train.keys()][0]}")`);
  for (const [part, found] of given) {
    const unknown = [...found.keys()].find((name) => !train.has(name));
    if (unknown !== undefined)
      throw new UserError({
        where: folder,
        got: `the class "${unknown}" among the images for ${part} and not among those for training`,
        expected: "classes to learn from",
        hint: `Give it images for training, or remove it from ${part}`,
      });
  }
}

async function partsOf(folder: string, test: string | undefined): Promise<ReadonlyMap<Part, ByClass>> {
  const entries = await entriesOf(folder);
  const folders = await partFolders(entries);
  if (folders?.has("test") && test !== undefined)
    throw new UserError({
      where: "data.test",
      got: `${test}, beside ${folders.get("test")?.path}`,
      expected: "one folder with the images of the test part",
      hint: "Leave it out, or move the other one away",
    });
  const own = folders
    ? await givenParts(folders)
    : new Map<Part, ByClass>([["train", await classesIn(folder, entries)]]);
  return test === undefined ? own : own.set("test", await testClasses(test));
}

/** @throws UserError when the folder is none, or holds no images by class. */
async function testClasses(folder: string): Promise<ByClass> {
  const isFolder = (await stat(folder).catch(() => undefined))?.isDirectory() ?? false;
  const found = isFolder ? await classesIn(folder, await entriesOf(folder)) : new Map<string, string[]>();
  if (found.size > 0) return found;
  throw new UserError({
    where: folder,
    got: isFolder ? "no images in folders of classes" : "no such folder",
    expected: "a folder with images for the test part, a folder for each class as in training",
  });
}

async function givenParts(folders: ReadonlyMap<Part, Entry>): Promise<Map<Part, ByClass>> {
  const given = new Map<Part, ByClass>();
  for (const part of parts) {
    const path = folders.get(part)?.path;
    if (path !== undefined) given.set(part, await classesIn(path, await entriesOf(path)));
  }
  return given;
}

/**
 * The images of a folder by class, and by part where it holds folders called train, val and test. Training images are free
 * to be split further. Hidden files are passed over; folders in the folder of a class belong to it; links are followed.
 * @param test a further folder by class, for the test part.
 * @throws UserError when they are laid out in another way.
 */
export async function listImages(folder: string, test?: string): Promise<ImageList> {
  const given = await partsOf(folder, test);
  checkClasses(folder, given);
  const classes = [...(given.get("train") as ByClass).keys()];
  const files: string[] = [];
  const labels: number[] = [];
  const ranges: ImageList["given"] = {};
  for (const [part, byClass] of given) {
    const from = files.length;
    for (const [name, found] of byClass) {
      for (const path of found) {
        files.push(path);
        labels.push(classes.indexOf(name));
      }
    }
    if (part !== "train" && files.length > from) ranges[part] = { from, to: files.length };
  }
  return { files, labels: Int32Array.from(labels), classes, given: ranges };
}

/** Whether a folder looks like images, by class or not yet: it holds one, or some folder in it or in one of these does. */
export async function looksLikeImages(folder: string): Promise<boolean> {
  const holds = async (path: string, depth: number): Promise<boolean> => {
    const entries = await entriesOf(path).catch(() => []);
    if (entries.some(({ name, isFolder }) => !isFolder && isNamedAsImage(name))) return true;
    for (const entry of entries)
      if (entry.isFolder && depth < 3 && (await holds(entry.path, depth + 1))) return true;
    return false;
  };
  return holds(folder, 0);
}

/** All images in a folder and the folders in it, by their names; other files are passed over. */
export const imagesIn = async (folder: string): Promise<string[]> =>
  (await filesIn(folder)).filter(isNamedAsImage);

/** A path as it is shown: from the folder that was named. */
export const shownPath = (folder: string, path: string): string =>
  join(basename(folder), relative(folder, path));
