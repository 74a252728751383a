import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { UserError } from "../base/index.ts";

/**
 * The content of a file, unpacked when it is gzip.
 * @param expected what the file should be, for the error when there is none.
 * @throws UserError when the file is missing, cannot be read or is damaged gzip.
 */
export async function readBytes(path: string, expected: string): Promise<Uint8Array> {
  const raw = await readFile(path).catch((cause: NodeJS.ErrnoException) => {
    const isMissing = cause.code === "ENOENT";
    throw new UserError(
      isMissing
        ? { where: path, got: "no such file", expected, hint: "Correct the path" }
        : { where: path, got: cause.message, expected: "a readable file" },
      { cause },
    );
  });
  if (raw[0] !== 0x1f || raw[1] !== 0x8b) return raw;
  return promisify(gunzip)(raw).catch((cause: Error) => {
    throw new UserError(
      {
        where: path,
        got: `a damaged gzip file (${cause.message})`,
        expected: "a whole one",
        hint: "Download or copy it again",
      },
      { cause },
    );
  });
}
