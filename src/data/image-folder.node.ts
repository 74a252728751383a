// A folder of images by class as a data set in memory.
import { basename } from "node:path";
import { UserError } from "../base/index.ts";
import type { Dataset, Fit, ImageForm, NumberInputs } from "./dataset.ts";
import { type ImageHeader, readImage, readImageHeader } from "./image-file.node.ts";
import { type ImageList, listImages, shownPath } from "./image-list.node.ts";

export interface ImageOptions {
  /** Height and width, or one number for both; without it that of all images, or a square where they differ. */
  readonly size?: number | readonly [number, number] | undefined;
  readonly fit: Fit;
  readonly colour: "auto" | "rgb" | "grey";
  readonly unreadable: "refuse" | "skip";
}

/** The side of the square that images of different sizes become. */
export const usualSide = 64;

/** How many files are read at once: enough for the threads that decode. */
const atOnce = 16;

/** Does something for each item, several at a time; of several faults the first in the order of the items is thrown. */
async function mapSeveral<T, R>(items: readonly T[], act: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const faults = new Map<number, unknown>();
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < items.length && faults.size === 0) {
      const at = next++;
      await act(items[at] as T).then(
        (result) => (results[at] = result),
        (error: unknown) => faults.set(at, error),
      );
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  // Items are begun in order, so that all before the first fault have been tried.
  if (faults.size > 0) throw faults.get(Math.min(...faults.keys()));
  return results;
}

/** What an image came to, or why there is none. */
type Tried<T> = T | UserError;

/** The same for a file that may be left out. */
const trying =
  <T>(act: (path: string) => Promise<T>, { unreadable }: ImageOptions) =>
  (path: string): Promise<Tried<T>> =>
    act(path).catch((error: unknown) => {
      if (!(error instanceof UserError)) throw error;
      if (unreadable === "skip") return error;
      const hint = "Replace or remove it, or leave such files out by --set data.unreadable=skip";
      throw new UserError({ ...error.instruction, hint }, { cause: error.cause });
    });

/** The files of a list for which something was found. */
function without<T>(list: ImageList, found: readonly Tried<T>[]): ImageList {
  const isKept = found.map((one) => !(one instanceof UserError));
  const before = (row: number): number => isKept.slice(0, row).filter(Boolean).length;
  return {
    files: list.files.filter((_, row) => isKept[row]),
    labels: list.labels.filter((_, row) => isKept[row]),
    classes: list.classes,
    given: Object.fromEntries(
      Object.entries(list.given).map(([part, { from, to }]) => [
        part,
        { from: before(from), to: before(to) },
      ]),
    ),
  };
}

const isThere = <T>(tried: Tried<T>): tried is T => !(tried instanceof UserError);

/** @throws UserError for a class none of whose images for training could be read. */
function checkLeft(folder: string, { labels, classes, given }: ImageList): void {
  const held = Object.values(given);
  const seen = new Set(labels.filter((_, row) => !held.some(({ from, to }) => row >= from && row < to)));
  const bare = classes.find((_, label) => !seen.has(label));
  if (bare !== undefined)
    throw new UserError({
      where: folder,
      got: `no readable image for training of the class "${bare}"`,
      expected: "at least one for each class",
      hint: "Replace its files, or remove its folder",
    });
}

/** The form that images of these headers get. */
function formOf(headers: readonly ImageHeader[], { size, fit, colour }: ImageOptions): ImageForm {
  const [first] = headers;
  const isCommon = headers.every(({ width, height }) => width === first?.width && height === first.height);
  const asked = typeof size === "number" ? [size, size] : size;
  const [height = usualSide, width = usualSide] =
    asked ?? (isCommon && first ? [first.height, first.width] : []);
  const isGrey = colour === "auto" ? headers.every((header) => header.isGrey) : colour === "grey";
  return { channels: isGrey ? 1 : 3, height, width, fit };
}

const fitText: Readonly<Record<Fit, string>> = {
  cover: "cut at the edges",
  contain: "set on black",
  fill: "stretched",
};

/** What was made of the images, for people. */
function readingOf({ channels, height, width, fit }: ImageForm, headers: readonly ImageHeader[]): string {
  const other = headers.filter((header) => header.width !== width || header.height !== height).length;
  const brought =
    other === 0
      ? "as they are"
      : `${other.toLocaleString("en-US")} of them brought to it (${fit}: ${fitText[fit]})`;
  return `images of ${width} × ${height} pixels, ${channels === 1 ? "grey" : "in colour"}, ${brought}`;
}

const shownSkipped = 3;

function skippedText(folder: string, list: ImageList, faults: readonly Tried<unknown>[]): string {
  const paths = list.files.filter((_, row) => faults[row] instanceof UserError);
  if (paths.length === 0) return "";
  const shown = paths.slice(0, shownSkipped).map((path) => shownPath(folder, path));
  const more = paths.length > shownSkipped ? ", …" : "";
  return `; ${paths.length} unreadable ${paths.length === 1 ? "file" : "files"} left out: ${shown.join(", ")}${more}`;
}

/**
 * Reads a folder of images: the class of an image is the folder it lies in; folders called train, val and test are parts.
 * @throws UserError when the folder is laid out in another way, or a file in it is no image that can be read.
 */
export async function readImageFolder(folder: string, options: ImageOptions): Promise<Dataset<NumberInputs>> {
  const all = await listImages(folder);
  const tried = await mapSeveral(all.files, trying(readImageHeader, options));
  const headers = tried.filter(isThere);
  const form = formOf(headers, options);
  const readable = without(all, tried);
  const images = await mapSeveral(
    readable.files,
    trying((path) => readImage(path, form), options),
  );
  const list = without(readable, images);
  checkLeft(folder, list);
  const values = new Uint8Array(list.files.length * form.channels * form.height * form.width);
  images.filter(isThere).forEach((pixels, row) => values.set(pixels, row * pixels.length));
  return {
    name: basename(folder),
    rows: list.files.length,
    inputs: { kind: "image", shape: [form.channels, form.height, form.width], values, fit: form.fit },
    targets: { kind: "classes", labels: list.labels, classes: list.classes },
    given: list.given,
    reading:
      readingOf(form, headers) + skippedText(folder, all, tried) + skippedText(folder, readable, images),
  };
}
