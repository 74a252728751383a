import { access, writeFile } from "node:fs/promises";
import { UserError } from "../base/index.ts";

const otherName = "Choose another name, or delete it first";

/** @throws UserError for a file that is there: before several are written, so that none is left of a refusal. */
export const refuseThere = (path: string, hint = otherName): Promise<void> =>
  access(path).then(
    () =>
      Promise.reject(new UserError({ where: path, got: "a file that exists", expected: "a new file", hint })),
    () => undefined,
  );

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
