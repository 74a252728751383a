import { UserError } from "../base/index.ts";

/** What JSON.parse refuses: where it stops making sense, and what would have to stand there. */
class Unexpected extends Error {
  readonly at: number;
  readonly expected: string;
  constructor(at: number, expected: string) {
    super(expected);
    this.at = at;
    this.expected = expected;
  }
}

/**
 * The value of a JSON text; a byte order mark before it is accepted.
 * @throws UserError with the line and column of the first error, or of a field that is given twice.
 */
export function parseJson(text: string, where: string): unknown {
  const body = text.replace(/^\uFEFF/, "");
  try {
    scanText(body);
  } catch (error) {
    if (error instanceof Unexpected) throw syntaxError(body, error, where);
    throw error;
  }
  return JSON.parse(body);
}

function syntaxError(text: string, { at, expected }: Unexpected, where: string): UserError {
  const before = text.slice(0, at).split("\n");
  const found = /^(?:"(?:[^"\\\n]|\\.){0,30}"?|[\w.+-]{1,30}|.)/.exec(text.slice(at))?.[0];
  return new UserError({
    where: `${where}, line ${before.length}, column ${(before.at(-1) as string).length + 1}`,
    got: found === undefined ? (at < text.length ? "the end of the line" : "the end of the text") : found,
    expected,
  });
}

// JSON.parse tells no position on many errors, and silently takes the last of two equal fields.

const space = /[ \t\r\n]*/y;
// oxlint-disable-next-line no-control-regex -- JSON refuses exactly these inside a text
const string = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const scalar = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-])/y;

function scanText(text: string): void {
  const end = skip(text, scanValue(text, 0));
  if (end < text.length) throw new Unexpected(end, "nothing after the end of the recipe");
}

function match(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : -1;
}

const skip = (text: string, at: number): number => match(space, text, at);

/** The position after the value that begins at or after `at`. */
function scanValue(text: string, at: number): number {
  const start = skip(text, at);
  if (text[start] === "{") return scanObject(text, start);
  if (text[start] === "[") return scanItems(text, start, { close: "]", item: scanValue });
  const end = Math.max(match(string, text, start), match(scalar, text, start));
  if (end < 0) throw new Unexpected(start, "a JSON value (texts stand in double quotes)");
  return end;
}

function scanObject(text: string, start: number): number {
  const seen = new Set<string>();
  const item = (_: string, at: number): number => {
    const keyStart = skip(text, at);
    const keyEnd = match(string, text, keyStart);
    if (keyEnd < 0) throw new Unexpected(keyStart, "a field's name in double quotes");
    const key = JSON.parse(text.slice(keyStart, keyEnd)) as string;
    if (seen.has(key)) throw new Unexpected(keyStart, "each field once");
    seen.add(key);
    const colon = skip(text, keyEnd);
    if (text[colon] !== ":") throw new Unexpected(colon, '":" after the field\'s name');
    return scanValue(text, colon + 1);
  };
  return scanItems(text, start, { close: "}", item });
}

interface Brackets {
  readonly close: string;
  readonly item: (text: string, at: number) => number;
}

function scanItems(text: string, start: number, { close, item }: Brackets): number {
  let at = skip(text, start + 1);
  if (text[at] === close) return at + 1;
  for (;;) {
    at = skip(text, item(text, at));
    if (text[at] === close) return at + 1;
    if (text[at] !== ",") throw new Unexpected(at, `"," or "${close}"`);
    at++;
  }
}
