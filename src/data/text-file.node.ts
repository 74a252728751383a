// Text files, plain or gzip, in any encoding.
import { isAscii, isUtf8 } from "node:buffer";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createGunzip } from "node:zlib";
import { UserError } from "../base/index.ts";
import {
  damagedUtf8,
  type Encoded,
  encodingNamed,
  encodingOf,
  isMarked,
  utf8Characters,
  withoutPartial,
} from "./encodings.node.ts";

/** A text file that was found and looked into. */
export interface TextFile extends Encoded {
  readonly path: string;
  readonly gzip: boolean;
  /** Bytes on the disk. */
  readonly size: number;
  /** Whether it begins with a byte order mark. */
  readonly isMarked: boolean;
  /** Its beginning: whole lines. */
  readonly head: string;
  /** Its end. */
  readonly tail: string;
}

const sampleBytes = 1 << 16;
/** No first lines are looked for beyond. */
const mostSampled = 1 << 26;
/** Read at once: a block costs as much as copying a hundred thousand bytes. */
const blockBytes = 1 << 20;
const tailBytes = 1 << 13;

/** What is known or wanted of a text file. */
export interface Opening {
  /** Where it is known; a byte order mark speaks louder. */
  readonly encoding?: string | undefined;
  /** Where that of files like it is known: UTF-8 that says more than ASCII is read as such. */
  readonly usualEncoding?: string | undefined;
  /** How many lines its head holds at least, comments and blank ones not counted; none when absent. */
  readonly lines?: number;
}

/**
 * Looks into a text file, plain or gzip.
 * @param expected what the file should be, for the error when there is none.
 * @throws UserError when it is missing, no text, damaged gzip, or its first lines do not end within 64 MiB.
 */
export async function openTextFile(
  path: string,
  expected: string,
  { lines = 0, ...known }: Opening = {},
): Promise<TextFile> {
  const info = await stat(path).catch((cause: Error) => {
    throw new UserError({ where: path, got: "no such file", expected, hint: "Correct the path" }, { cause });
  });
  if (!info.isFile()) throw new UserError({ where: path, got: "a folder", expected });
  const gzip = await isGzip(path);
  const { head, tail, whole } = await readEnds(path, gzip, lines);
  const encoded = await encodedAs({ path, gzip }, { head, whole }, known);
  return {
    path,
    gzip,
    size: info.size,
    ...encoded,
    isMarked: isMarked(head),
    head: wholeLines(decoded(head, encoded), whole),
    tail: decoded(tail, encoded),
  };
}

/** How a file is encoded by what is known of it, or as its first bytes tell. */
async function encodedAs(
  file: Pick<TextFile, "path" | "gzip">,
  { head, whole }: { readonly head: Uint8Array; readonly whole: boolean },
  { encoding, usualEncoding }: Opening,
): Promise<Encoded> {
  const usual = usualEncoding === undefined ? undefined : encodingNamed(usualEncoding);
  const isToldByBytes = isMarked(head) || (usual !== undefined && (await saysMoreInUtf8(file)));
  const known = encoding === undefined ? usual : encodingNamed(encoding);
  if (known !== undefined && !isToldByBytes) return { encoding: known, isGuess: false };
  const found = encodingOf(file.path, head, whole);
  return usual === undefined || found.encoding === usual ? found : { ...found, otherThan: usual };
}

const decoded = (bytes: Uint8Array, { encoding }: Encoded): string => new TextDecoder(encoding).decode(bytes);

function wholeLines(text: string, whole: boolean): string {
  const end = text.lastIndexOf("\n");
  return whole || end < 0 ? text : text.slice(0, end);
}

/**
 * The bytes of a file, unpacked.
 * @param most bytes that are read at once.
 */
export async function* contentsOf(
  { path, gzip }: Pick<TextFile, "path" | "gzip">,
  most = blockBytes,
): AsyncGenerator<Uint8Array> {
  const file = createReadStream(path, { highWaterMark: most });
  const blocks = gzip ? file.pipe(createGunzip()) : file;
  file.on("error", (error) => blocks.destroy(error));
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

/** The beginning of a file, which comes block by block: so much of it that some lines are whole. */
class Head {
  readonly blocks: Uint8Array[] = [];
  readonly #lines: number;
  #length = 0;
  #found = 0;
  #first: number | undefined;

  /** @param lines how many lines it has at least that hold something and are no comments. */
  constructor(lines: number) {
    this.#lines = lines;
  }

  /** Takes a block, or says that it has enough. */
  takes(block: Uint8Array): boolean {
    const isShort = this.#found < this.#lines && this.#length < mostSampled;
    if (this.#length >= sampleBytes && !isShort) return false;
    this.blocks.push(block);
    this.#length += block.length;
    if (this.#lines > 0) this.#count(block);
    return true;
  }

  /** Whether it ends before its first line does. */
  get isEndless(): boolean {
    return this.#lines > 0 && this.#found === 0;
  }

  #count(block: Uint8Array): void {
    for (const byte of block) {
      if (byte !== 0x0a && byte !== 0x0d) this.#first ??= byte;
      else {
        if (this.#first !== undefined && this.#first !== 0x23) this.#found++;
        this.#first = undefined;
      }
    }
  }
}

/** The first and last bytes; a gzip file is read through, since DuckDB takes one that is cut off for a shorter one. */
async function readEnds(path: string, gzip: boolean, lines: number) {
  const head = new Head(lines);
  let whole = true;
  let tail: Uint8Array = new Uint8Array();
  try {
    for await (const block of contentsOf({ path, gzip }, sampleBytes)) {
      whole &&= head.takes(block);
      tail = Buffer.concat([tail, block]).subarray(-tailBytes);
      if (!whole && !gzip) break;
    }
  } catch (cause) {
    if (!gzip) throw cause;
    throw damagedGzip(path, cause as Error);
  }
  if (head.isEndless && !whole) throw endlessLine(path);
  if (!gzip && !whole) tail = await lastBytes(path);
  return { head: Buffer.concat(head.blocks), tail, whole };
}

const endlessLine = (path: string): UserError =>
  new UserError({
    where: `${path}, line 1`,
    got: `no end of the line within ${mostSampled / 2 ** 20} MiB`,
    expected: "the names of the columns, or a row, in a line",
    hint: "Check that each row ends with a line break",
  });

const damagedGzip = (path: string, cause: Error): UserError =>
  new UserError(
    {
      where: path,
      got: `a damaged gzip file (${cause.message})`,
      expected: "a whole one",
      hint: "Download or copy it again",
    },
    { cause },
  );

async function lastBytes(path: string): Promise<Uint8Array> {
  const { size } = await stat(path);
  const blocks: Uint8Array[] = [];
  // Characters of two bytes stay whole.
  const from = Math.max(0, size - tailBytes);
  const start = from - (from % 2);
  for await (const block of createReadStream(path, { start })) blocks.push(block as Uint8Array);
  return Buffer.concat(blocks);
}

/** Whether all of a file is UTF-8, and whether it says more than ASCII. */
async function utf8In(file: Pick<TextFile, "path" | "gzip">) {
  let rest: Uint8Array = new Uint8Array();
  let isMore = false;
  for await (const block of contentsOf(file)) {
    const bytes = rest.length > 0 ? Buffer.concat([rest, block]) : block;
    const whole = withoutPartial(bytes);
    if (!isUtf8(whole)) return { isValid: false, isMore };
    isMore ||= !isAscii(bytes);
    rest = bytes.subarray(whole.length);
  }
  return { isValid: rest.length === 0, isMore };
}

async function saysMoreInUtf8(file: Pick<TextFile, "path" | "gzip">): Promise<boolean> {
  const { isValid, isMore } = await utf8In(file);
  return isValid && isMore;
}

/**
 * Whether all of a file is UTF-8.
 * @throws UserError when it is for the most part.
 */
const isUtf8File = async (file: TextFile): Promise<boolean> =>
  (await utf8In(file)).isValid || isMeantOtherwise(file);

async function isMeantOtherwise(file: TextFile): Promise<false> {
  const total = { valid: 0, invalid: 0 };
  for await (const block of contentsOf(file)) {
    const { valid, invalid } = utf8Characters(block);
    total.valid += valid;
    total.invalid += invalid;
  }
  if (total.valid > total.invalid) throw damagedUtf8(file.path);
  return false;
}

/** A file as it turns out to be when all of it is looked at. */
export async function checkedEncoding(file: TextFile): Promise<TextFile> {
  if (file.encoding !== "utf-8" || (await isUtf8File(file))) return file;
  return { ...file, encoding: "windows-1252", isGuess: true };
}
