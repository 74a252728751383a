import { access, constants, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { UserError } from "../base/index.ts";

const otherName = "Choose another name, or delete it first";

/** @throws UserError for a file that is there: before several are written, so that none is left of a refusal. */
export const refuseThere = (path: string, hint = otherName): Promise<void> =>
  access(path).then(
    () =>
      Promise.reject(new UserError({ where: path, got: "a file that exists", expected: "a new file", hint })),
    () => undefined,
  );

/** @throws UserError for a file that {@link writeNew} could not write: before long work. */
export async function refuseUnwritable(path: string): Promise<void> {
  await refuseThere(path);
  await access(dirname(path), constants.W_OK).catch((cause: NodeJS.ErrnoException) => {
    const got =
      cause.code === "ENOENT" ? "a file in a folder that does not exist" : "a file that cannot be written";
    throw new UserError(
      { where: path, got, expected: "a new file", hint: "Make its folder first" },
      { cause },
    );
  });
}

/**
 * Writes a file that is not there yet.
 * @throws UserError when it is, or cannot be written.
 */
export async function writeNew(path: string, content: string | Uint8Array | Iterable<string>): Promise<void> {
  await writeFile(path, content, { flag: "wx" }).catch((cause: NodeJS.ErrnoException) => {
    const isThere = cause.code === "EEXIST";
    throw new UserError(
      {
        where: path,
        got: isThere ? "a file that exists" : "a file that cannot be written",
        expected: "a new file",
        hint: isThere ? otherName : cause.message,
      },
      { cause },
    );
  });
}
