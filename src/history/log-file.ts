import { UserError } from "../base/index.ts";
import { parseRecords, type TextRecord } from "../data/index.ts";

/** Larger logs of a training there are none; a limit for files from strangers. */
export const mostBytes = { text: 48 << 20, binary: 256 << 20 } as const;
const deepest = 64;

/** A delimited text: the names of its columns and its rows of as many cells. */
export interface TextTable {
  readonly names: readonly string[];
  readonly records: readonly TextRecord[];
  /** What parts the cells. */
  readonly delimiter: string;
  /** The line of a last row with too few cells, as a killed writer leaves it; that row is not among the records. */
  readonly torn?: number;
}

/** A file that may be a log, with what it can be taken for; each is worked out once, when it is asked for. */
export class LogFile {
  /** As it was given. */
  readonly path: string;
  /** Without folders. */
  readonly name: string;
  readonly bytes: Uint8Array;
  #text: { readonly value: string | undefined } | undefined;
  #json: { readonly value: unknown } | undefined;
  #table: { readonly value: TextTable | undefined } | undefined;

  constructor(path: string, bytes: Uint8Array) {
    this.path = path;
    this.name = path.split(/[\\/]/u).at(-1) ?? path;
    this.bytes = bytes;
  }

  /** Its text; undefined when it is binary. */
  get text(): string | undefined {
    this.#text ??= { value: decode(this.bytes) };
    return this.#text.value;
  }

  /** Its JSON; undefined when it is none. */
  get json(): unknown {
    this.#json ??= { value: parseJson(this.text) };
    return this.#json.value;
  }

  /** Its rows of cells; undefined when it is no delimited text. */
  get table(): TextTable | undefined {
    const { text } = this;
    // What begins like an object is JSON, whole or damaged.
    this.#table ??= {
      value: text === undefined || /^\s*\{/u.test(text) || this.json ? undefined : parseTable(text),
    };
    return this.#table.value;
  }

  /** The error for a fault in it. */
  fault(got: string, expected: string, hint?: string, line?: number): UserError {
    return new UserError({
      where: line === undefined ? this.path : `${this.path}, line ${line}`,
      got,
      expected,
      hint,
    });
  }
}

function decode(bytes: Uint8Array): string | undefined {
  if (bytes.length > mostBytes.text) return undefined;
  const [first, second] = bytes;
  // Windows' shells write what a program prints in UTF-16.
  if (first === 0xff && second === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (bytes.includes(0)) return undefined;
  return new TextDecoder("utf-8").decode(bytes).replaceAll("\r\n", "\n");
}

/** Python writes NaN and Infinity into JSON; they come out as texts. */
const pythonNumbers = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\bInfinity\b|\bNaN\b/gu;

/** A JSON text, numbers as Python writes them included; undefined for any other. */
export function parseJson(text: string | undefined): unknown {
  if (text === undefined || !/^\s*[[{]/u.test(text) || depthOf(text) > deepest) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    try {
      return JSON.parse(
        text.replaceAll(pythonNumbers, (found) => (found.startsWith('"') ? found : `"${found}"`)),
      );
    } catch {
      return undefined;
    }
  }
}

/** How deep brackets nest, those in texts included: never less than the truth. */
function depthOf(text: string): number {
  let depth = 0;
  let most = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 0x5b || code === 0x7b) most = Math.max(most, ++depth);
    else if (code === 0x5d || code === 0x7d) depth--;
  }
  return most;
}

const delimiters = [",", "\t", ";", "|"] as const;

/** Where the header begins: after blank lines and comments. */
function headerStart(text: string): number {
  for (let at = 0; ; ) {
    const end = text.indexOf("\n", at);
    if (end < 0 || !/^\s*(?:#.*)?$/u.test(text.slice(at, Math.min(end, at + 1000)))) return at;
    at = end + 1;
  }
}

function parseTable(text: string): TextTable | undefined {
  const start = headerStart(text);
  const [firstLine = ""] = text.slice(start, start + 100_000).split("\n", 1);
  const counts = delimiters.map((one) => firstLine.split(one).length);
  const at = counts.indexOf(Math.max(...counts));
  const delimiter = delimiters[at] as string;
  const skipped = text.slice(0, start).split("\n").length - 1;
  const all = parseRecords(text.slice(start), { delimiter, hasQuotes: true });
  const [header, ...rest] = all;
  const names = header?.cells.map((cell) => cell.trim()) ?? [];
  if (header === undefined || header.isOpen || names.every((name) => name === "")) return undefined;
  const records = rest.map((record) => ({ ...record, line: record.line + skipped }));
  const last = records.at(-1);
  const isTorn = last !== undefined && (last.cells.length < names.length || last.isOpen);
  return {
    names,
    delimiter,
    records: isTorn ? records.slice(0, -1) : records,
    ...(isTorn && { torn: last.line }),
  };
}
