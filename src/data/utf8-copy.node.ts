// Copies of text files in plain UTF-8.
import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { UserError } from "../base/index.ts";
import { contentsOf, type TextFile } from "./text-file.node.ts";

/** A line that does not end for longer is taken in pieces. */
const longestLine = 1 << 22;

/** How a copy differs from its file. */
interface Changed {
  /** What is left out, if the file ends so. */
  readonly ending?: string;
  /** What becomes of each line. */
  readonly change?: ((line: string) => string) | undefined;
}

/**
 * Does something with a copy of a text file in plain UTF-8.
 * @throws UserError for bytes that are none in its encoding.
 */
export function withUtf8Copy<T>(
  file: TextFile,
  { ending = "", change }: Changed,
  act: (path: string) => Promise<T>,
): Promise<T> {
  const text = textOf(file, ending);
  return withTextFile(change ? changedLines(text, change) : text, act);
}

/** Does something with a temporary file of a text. */
export async function withTextFile<T>(
  text: Iterable<string> | AsyncIterable<string>,
  act: (path: string) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "ockham-"));
  const copy = join(folder, "copy");
  try {
    await pipeline(text, createWriteStream(copy));
    return await act(copy);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Lines of a text with something done to each; one that does not end for very long is taken in pieces. */
async function* changedLines(
  text: AsyncIterable<string>,
  change: (line: string) => string,
): AsyncGenerator<string> {
  let held = "";
  for await (const block of text) {
    const lines = (held + block).split("\n");
    held = lines.pop() ?? "";
    yield lines.map((line) => `${change(line)}\n`).join("");
    if (held.length < longestLine) continue;
    yield change(held);
    held = "";
  }
  yield change(held);
}

async function* textOf(file: TextFile, ending: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(file.encoding, { fatal: true });
  let held = "";
  try {
    for await (const block of contentsOf(file)) {
      const text = held + decoder.decode(block, { stream: true });
      const keep = Math.max(0, text.length - ending.length);
      held = text.slice(keep);
      yield text.slice(0, keep);
    }
    held += decoder.decode();
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    throw new UserError(
      {
        where: file.path,
        got: `bytes that are not ${file.encoding}`,
        expected: `text in ${file.encoding}`,
        hint: "Name its encoding by --set data.encoding=NAME",
      },
      { cause },
    );
  }
  yield ending !== "" && held.endsWith(ending) ? held.slice(0, -ending.length) : held;
}
