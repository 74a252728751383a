// The images of a list by their rows.
import { UserError } from "../base/index.ts";
import type { ImageForm } from "./dataset.ts";
import { readImage } from "./image-file.node.ts";
import { mapSeveral } from "./several.ts";
import type { RowReader } from "./streamed.ts";

/** What a thread needs to know to read images. */
export interface ImageRows {
  readonly kind: "images";
  readonly files: readonly string[];
  readonly form: ImageForm;
  /** Whether images stay in memory once they are decoded. */
  readonly keep: boolean;
}

/** How many images are decoded at once: enough for the threads that do it. */
export const atOnce = 8;

/** The error of a file that may be left out. */
export function orLeftOut(error: unknown): unknown {
  if (!(error instanceof UserError)) return error;
  const hint = "Replace or remove it, or leave such files out by --set data.unreadable=skip";
  return new UserError({ ...error.instruction, hint }, { cause: error.cause });
}

export const imageSize = ({ channels, height, width }: ImageForm): number => channels * height * width;

/** Reads images, each the first time it is asked for, or every time where they are not kept. */
export function imageRows({ files, form, keep }: ImageRows): RowReader {
  const size = imageSize(form);
  const kept = { pixels: new Uint8Array(keep ? files.length * size : 0), has: new Uint8Array(files.length) };
  const pixelsOf = async (row: number): Promise<Uint8Array> => {
    if (kept.has[row]) return kept.pixels.subarray(row * size, (row + 1) * size);
    const pixels = await readImage(files[row] as string, form).catch((error: unknown) => {
      throw orLeftOut(error);
    });
    if (!keep) return pixels;
    kept.pixels.set(pixels, row * size);
    kept.has[row] = 1;
    return pixels;
  };
  let next = 0;
  const ahead = async (): Promise<boolean> => {
    while (kept.has[next]) next++;
    if (!keep || next >= files.length) return false;
    const rows = Int32Array.from({ length: Math.min(atOnce, files.length - next) }, (_, i) => next + i);
    await mapSeveral(rows, atOnce, pixelsOf);
    return true;
  };
  return {
    read: async (rows, room) => {
      const values = new Uint8Array(room * size);
      await mapSeveral(rows, atOnce, async (row, at) => values.set(await pixelsOf(row), at * size));
      return values;
    },
    ahead,
  };
}
