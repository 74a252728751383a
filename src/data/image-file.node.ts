// One image: what its header says, and its pixels.
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { UserError } from "../base/index.ts";
import type { ImageForm } from "./dataset.ts";

/** What an image is before that, upright. */
export interface ImageHeader {
  readonly height: number;
  readonly width: number;
  readonly isGrey: boolean;
  /** Of the whole file. */
  readonly sha256: string;
}

const formats = ["jpeg", "png", "webp", "gif", "tiff"];
const formatList = "a JPEG, PNG, WebP, GIF or TIFF";

/** An image may have so many pixels: unpacked, a small file can be of any size. */
const mostPixels = 100e6;

const unreadable = (path: string, got: string, cause?: unknown): UserError =>
  new UserError(
    {
      where: path,
      got,
      expected: `a whole image: ${formatList}`,
      hint: "Replace or remove it",
    },
    { cause },
  );

/** The decoder's own reasons may be those of an image that is read at the same time. */
function reasonOf(cause: unknown): string {
  const isNone = cause instanceof Error && /contains unsupported|is empty/i.test(cause.message);
  return isNone ? "a file that is no image" : "an image that is damaged or cut off";
}

const sha256Of = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

const bytesOf = (path: string): Promise<Buffer> =>
  readFile(path).catch((cause: Error) => {
    throw unreadable(path, "a file that cannot be read", cause);
  });

/** The library starts when the first image is read: only those who have images pay for it. */
async function opened(bytes: Buffer) {
  const { default: sharp } = await import("sharp");
  return sharp(bytes, { failOn: "error", limitInputPixels: mostPixels });
}

/** @throws UserError naming the file when it is no image that can be read. */
export async function readImageHeader(path: string): Promise<ImageHeader> {
  const bytes = await bytesOf(path);
  const found = await opened(bytes)
    .then((image) => image.metadata())
    .catch((cause: unknown) => {
      throw unreadable(path, reasonOf(cause), cause);
    });
  if (!formats.includes(found.format)) throw unreadable(path, `a file of the format ${found.format}`);
  const { width, height } = found.autoOrient;
  if (width * height > mostPixels)
    throw unreadable(path, `an image of ${width} × ${height} pixels, more than ${mostPixels / 1e6} million`);
  return { width, height, isGrey: ["b-w", "grey16"].includes(found.space), sha256: sha256Of(bytes) };
}

/**
 * The pixels of an image, `[channels, height, width]`: upright as its EXIF says, of an animation the first picture,
 * transparent parts white.
 * @throws UserError naming the file when it is no image that can be read.
 */
export async function readImage(
  path: string,
  { channels, height, width, fit }: ImageForm,
): Promise<Uint8Array> {
  const bytes = await bytesOf(path);
  const { data, info } = await opened(bytes)
    .then((image) =>
      image
        .autoOrient()
        .flatten({ background: "#fff" })
        .resize({ width, height, fit, background: "#000" })
        .toColourspace(channels === 1 ? "b-w" : "srgb")
        .raw({ depth: "uchar" })
        .toBuffer({ resolveWithObject: true }),
    )
    .catch((cause: unknown) => {
      throw unreadable(path, reasonOf(cause), cause);
    });
  return planes(data, info.channels, channels);
}

/** Pixels after pixels become planes after planes. */
function planes(pixels: Uint8Array, found: number, channels: number): Uint8Array {
  if (found === 1 && channels === 1) return pixels;
  const size = pixels.length / found;
  const values = new Uint8Array(channels * size);
  for (let channel = 0; channel < channels; channel++) {
    const from = Math.min(channel, found - 1);
    for (let at = 0; at < size; at++) values[channel * size + at] = pixels[at * found + from] as number;
  }
  return values;
}
