import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createGunzip } from "node:zlib";
import { UserError } from "../base/index.ts";
import { detectDialect, type Dialect } from "./csv-dialect.ts";
import type { FurtherMarks } from "./missing.ts";

/** What is said of a delimited file and so need not be detected. */
export interface CsvSettings {
  readonly separator?: string | undefined;
  /** Whether the first line names the columns. */
  readonly header?: boolean | undefined;
  readonly decimal?: "." | "," | undefined;
  /** Marks of missing values besides the usual ones. */
  readonly missing?: FurtherMarks | undefined;
}

/** A delimited text file that was found and looked into. */
export interface CsvSource extends Dialect {
  readonly path: string;
  readonly gzip: boolean;
}

const sampleBytes = 1 << 16;

/**
 * Looks into a CSV or TSV file, plain or gzip.
 * @throws UserError when it is missing, empty, not UTF-8 text, damaged, or two of its columns share a name.
 */
export async function openCsv(path: string, settings: CsvSettings = {}): Promise<CsvSource> {
  const info = await stat(path).catch((cause: Error) => {
    throw new UserError(
      { where: path, got: "no such file", expected: "a CSV or TSV file", hint: "Correct the path" },
      { cause },
    );
  });
  if (!info.isFile()) throw new UserError({ where: path, got: "a folder", expected: "a CSV or TSV file" });
  const gzip = await isGzip(path);
  const { bytes, whole } = await readSample(path, gzip);
  const dialect = detectDialect(decode(path, bytes, whole), settings);
  if (dialect.columns.length === 0) {
    throw new UserError({ where: path, got: "an empty file", expected: "a CSV or TSV file with rows" });
  }
  const repeated = dialect.columns.find((name, i) => dialect.columns.indexOf(name) !== i);
  if (repeated !== undefined) {
    throw new UserError({
      where: `${path}, line 1`,
      got: `two columns named "${repeated}"`,
      expected: "a name of its own for each column",
      hint: "Rename one of them",
    });
  }
  return { path, gzip, ...dialect };
}

/** The line (from 1) on which a record (from 0, blank lines not counted) begins. */
export async function lineOfRecord({ path, gzip }: CsvSource, record: number): Promise<number> {
  let line = 1;
  let start = 1;
  let records = 0;
  let blank = true;
  let quoted = false;
  for await (const block of contents(path, gzip)) {
    for (const byte of block) {
      if (byte === 0x22) quoted = !quoted;
      if (byte === 0x0a) {
        line++;
        if (quoted) continue;
        if (!blank && records++ === record) return start;
        start = line;
        blank = true;
      } else if (byte !== 0x0d) blank = false;
    }
  }
  return start;
}

async function* contents(path: string, gzip: boolean): AsyncGenerator<Uint8Array> {
  const file = createReadStream(path);
  const blocks = gzip ? file.pipe(createGunzip()) : file;
  try {
    for await (const block of blocks) yield block as Uint8Array;
  } finally {
    file.destroy();
  }
}

async function isGzip(path: string): Promise<boolean> {
  for await (const block of createReadStream(path, { end: 1 })) {
    const bytes = block as Uint8Array;
    return bytes[0] === 0x1f && bytes[1] === 0x8b;
  }
  return false;
}

/** The first bytes; a gzip file is read through, since DuckDB takes one that is cut off for a shorter one. */
async function readSample(path: string, gzip: boolean): Promise<{ bytes: Uint8Array; whole: boolean }> {
  const blocks: Uint8Array[] = [];
  let length = 0;
  let whole = true;
  try {
    for await (const block of contents(path, gzip)) {
      if (length < sampleBytes) blocks.push(block);
      else whole = false;
      length += block.length;
      if (!whole && !gzip) break;
    }
  } catch (cause) {
    if (!gzip) throw cause;
    throw new UserError(
      {
        where: path,
        got: `a damaged gzip file (${(cause as Error).message})`,
        expected: "a whole one",
        hint: "Download or copy it again",
      },
      { cause },
    );
  }
  return { bytes: Buffer.concat(blocks), whole };
}

function decode(path: string, bytes: Uint8Array, whole: boolean): string {
  if (bytes.includes(0) || (bytes[0] ?? 0) >= 0xfe) {
    throw new UserError({
      where: path,
      got: "bytes that are not UTF-8 text",
      expected: "a CSV or TSV file in UTF-8",
      hint: "Save it as CSV in UTF-8",
    });
  }
  const text = new TextDecoder().decode(bytes);
  const end = text.lastIndexOf("\n");
  return whole || end < 0 ? text : text.slice(0, end);
}
