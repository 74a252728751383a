// A folder of images by class as a data set.
import { totalmem } from "node:os";
import { basename } from "node:path";
import { UserError } from "../base/index.ts";
import type { Dataset, Fit, ImageForm, NumberInputs } from "./dataset.ts";
import { type ImageHeader, readImage, readImageHeader } from "./image-file.node.ts";
import { type ImageList, listImages, shownPath } from "./image-list.node.ts";
import { atOnce, type ImageRows, imageSize, orLeftOut } from "./image-rows.node.ts";
import { openLoader } from "./loader.node.ts";
import { mapSeveral } from "./several.ts";
import type { RowStream } from "./streamed.ts";
import { withPositive } from "./target.ts";
import { streamedInputs } from "./streamed-inputs.ts";

export interface ImageOptions {
  /** Height and width, or one number for both; without it that of all images, or a square where they differ. */
  readonly size?: number | readonly [number, number] | undefined;
  readonly fit: Fit;
  readonly colour: "auto" | "rgb" | "grey";
  readonly unreadable: "refuse" | "skip";
  /** A folder with the images of the test part, by class. */
  readonly test?: string | undefined;
  /** Which of two classes is the one looked for. */
  readonly positive?: string | undefined;
  /** How many megabytes of pixels may stay in memory, where images are decoded while the run trains. */
  readonly memory?: number | undefined;
}

/** The side of the square that images of different sizes become. */
export const usualSide = 64;

/** Above this many bytes of pixels images are decoded while the run trains. */
const mostAtFirst = 16 * 2 ** 20;

/** The share of the machine's memory that pixels may take unless told otherwise. */
const usualShare = 0.25;

/** What an image came to, or why there is none. */
type Tried<T> = T | UserError;

/** The same for a file that may be left out. */
const trying =
  <T>(act: (path: string) => Promise<T>, { unreadable }: ImageOptions) =>
  (path: string): Promise<Tried<T>> =>
    act(path).catch((error: unknown) => {
      if (error instanceof UserError && unreadable === "skip") return error;
      throw orLeftOut(error);
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

/** Pixels that are decoded by another thread as training asks for them. */
function pixelStream({ files }: ImageList, found: Found, { memory }: ImageOptions): RowStream {
  const { form, headers } = found;
  const size = imageSize(form);
  const budget = memory === undefined ? totalmem() * usualShare : memory * 2 ** 20;
  const rows: ImageRows = {
    kind: "images",
    files,
    form,
    keep: files.length * size <= budget,
  };
  const facts = [JSON.stringify(form), ...headers.map(({ sha256 }) => sha256)];
  return {
    type: "uint8",
    bytes: () => facts.map((fact) => new TextEncoder().encode(fact)),
    // 52 of its bits.
    keys: () => Float64Array.from(headers, ({ sha256 }) => Number.parseInt(sha256.slice(0, 13), 16)),
    open: () => openLoader(rows),
  };
}

interface Found {
  readonly form: ImageForm;
  readonly headers: readonly ImageHeader[];
}

interface ToldImages extends Pick<ImageOptions, "positive"> {
  readonly list: ImageList;
  readonly inputs: NumberInputs;
}

/** The data set of images that can be read. */
function datasetOf(folder: string, { list, inputs, positive }: ToldImages) {
  const { labels, classes, given } = list;
  return {
    name: basename(folder),
    rows: labels.length,
    inputs,
    targets: withPositive({ kind: "classes", labels, classes }, positive),
    given,
  } as const;
}

async function decodedAtFirst(
  folder: string,
  { list, form, options }: { list: ImageList; form: ImageForm; options: ImageOptions },
) {
  const images = await mapSeveral(
    list.files,
    atOnce,
    trying((path) => readImage(path, form), options),
  );
  const left = without(list, images);
  const values = new Uint8Array(left.files.length * imageSize(form));
  images.filter(isThere).forEach((pixels, row) => values.set(pixels, row * pixels.length));
  return { list: left, values, skipped: skippedText(folder, list, images) };
}

/**
 * Reads a folder of images: the class of an image is the folder it lies in; folders called train, val and test are parts.
 * Many images are decoded while a run trains, beside it.
 * @throws UserError when the folder is laid out in another way, or a file in it is no image that can be read.
 */
export async function readImageFolder(folder: string, options: ImageOptions): Promise<Dataset<NumberInputs>> {
  const all = await listImages(folder, options.test);
  const tried = await mapSeveral(all.files, atOnce, trying(readImageHeader, options));
  const headers = tried.filter(isThere);
  const form = formOf(headers, options);
  const shape = [form.channels, form.height, form.width];
  const list = without(all, tried);
  const reading = readingOf(form, headers) + skippedText(folder, all, tried);
  // What is to be left out has to be known before rows are numbered.
  if (options.unreadable === "refuse" && list.files.length * imageSize(form) > mostAtFirst) {
    checkLeft(folder, list);
    const inputs = streamedInputs(
      { kind: "image", shape, fit: form.fit },
      pixelStream(list, { form, headers }, options),
    );
    const { positive } = options;
    return {
      ...datasetOf(folder, { list, inputs, positive }),
      reading: `${reading}, decoded while the run trains`,
    };
  }
  const { list: left, values, skipped } = await decodedAtFirst(folder, { list, form, options });
  checkLeft(folder, left);
  const inputs = { kind: "image", shape, values, fit: form.fit } as const;
  return {
    ...datasetOf(folder, { list: left, inputs, positive: options.positive }),
    reading: reading + skipped,
  };
}
