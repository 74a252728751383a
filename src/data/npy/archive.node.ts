// Arrays by name: those of a .npz archive, which is a ZIP file, or the one of a .npy file.
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import type { Entry, ZipFile } from "yauzl";
import { UserError } from "../../base/index.ts";
import { crc32 } from "../crc32.ts";
import type { ArraySource } from "./array.node.ts";

/** The arrays of a file; a .npy file has one without a name. */
export type Arrays = ReadonlyMap<string, ArraySource>;

/** What deflate packs best: more than a thousand times is no packing but a fault. */
const mostPacked = 1032;

const broken = (path: string, cause: Error): UserError =>
  new UserError(
    {
      where: path,
      got: `a damaged archive (${cause.message.split("\n")[0]})`,
      expected: "a NumPy archive (.npz)",
      hint: "Download or copy it again, or save it again by numpy.savez",
    },
    { cause },
  );

/** Faults of an archive as instructions. */
const faulty = (path: string, error: unknown): unknown =>
  error instanceof UserError || !(error instanceof Error) ? error : broken(path, error);

/** The bytes of an entry, checked once all of them have come. */
async function* contentOf(zip: ZipFile, entry: Entry, path: string): AsyncGenerator<Uint8Array> {
  let sum = 0;
  try {
    const stream = await zip.openReadStreamPromise(entry);
    for await (const block of stream) {
      sum = crc32(block as Uint8Array, sum);
      yield block as Uint8Array;
    }
  } catch (error) {
    throw faulty(path, error);
  }
  if (sum !== entry.crc32)
    throw broken(path, new Error(`${entry.fileName} has another checksum than it should`));
}

function checkEntry(entry: Entry, path: string): void {
  const { fileName, uncompressedSize, compressedSize } = entry;
  if (entry.isEncrypted()) throw broken(path, new Error(`${fileName} is encrypted`));
  if (uncompressedSize > mostPacked * (compressedSize + 1))
    throw broken(
      path,
      new Error(`${fileName} claims ${uncompressedSize} bytes in ${compressedSize} packed ones`),
    );
}

async function inArchive<T>(path: string, act: (arrays: Arrays) => Promise<T>): Promise<T> {
  const { openPromise } = await import("yauzl");
  const zip = await openPromise(path, {
    lazyEntries: true,
    autoClose: false,
    validateEntrySizes: true,
  }).catch((error: unknown) => {
    throw faulty(path, error);
  });
  try {
    const arrays = new Map<string, ArraySource>();
    for await (const entry of zip.eachEntry()) {
      if (!entry.fileName.endsWith(".npy")) continue;
      checkEntry(entry, path);
      const name = entry.fileName.slice(0, -".npy".length);
      arrays.set(name, {
        where: `${path}, array "${name}"`,
        size: entry.uncompressedSize,
        stream: () => contentOf(zip, entry, path),
      });
    }
    return await act(arrays);
  } catch (error) {
    throw faulty(path, error);
  } finally {
    zip.close();
  }
}

/**
 * Does something with the arrays of a .npy or .npz file.
 * @throws UserError when the file is missing or damaged.
 */
export async function withArrays<T>(path: string, act: (arrays: Arrays) => Promise<T>): Promise<T> {
  const info = await stat(path).catch((cause: Error) => {
    throw new UserError(
      { where: path, got: "no such file", expected: "a NumPy file (.npy or .npz)", hint: "Correct the path" },
      { cause },
    );
  });
  if (!info.isFile())
    throw new UserError({ where: path, got: "a folder", expected: "a NumPy file (.npy or .npz)" });
  if (/\.npz$/i.test(path)) return inArchive(path, act);
  const stream = (): AsyncIterable<Uint8Array> => createReadStream(path) as AsyncIterable<Uint8Array>;
  return act(new Map([["", { where: path, size: info.size, stream }]]));
}
