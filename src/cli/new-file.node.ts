import { writeFile } from "node:fs/promises";
import { UserError } from "../base/index.ts";

/**
 * Writes a file that is not there yet.
 * @throws UserError when it is, or cannot be written.
 */
export async function writeNew(path: string, text: string): Promise<void> {
  await writeFile(path, text, { flag: "wx" }).catch((cause: NodeJS.ErrnoException) => {
    const isThere = cause.code === "EEXIST";
    throw new UserError(
      {
        where: path,
        got: isThere ? "a file that exists" : "a file that cannot be written",
        expected: "a new file",
        hint: isThere ? "Choose another name, or delete it first" : cause.message,
      },
      { cause },
    );
  });
}
