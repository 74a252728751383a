// In which encoding a text is written.
import { isUtf8 } from "node:buffer";
import { UserError } from "../base/index.ts";

/** The encoding of a text. */
export interface Encoded {
  /** As `TextDecoder` calls it. */
  readonly encoding: string;
  /** Whether nothing in the file says so: its bytes are not UTF-8. */
  readonly isGuess: boolean;
  /** The encoding of files like it, where it is in another. */
  readonly otherThan?: string;
}

const sure = (encoding: string): Encoded => ({ encoding, isGuess: false });

/** What people call encodings that `TextDecoder` does not know by that name. */
const otherNames: Readonly<Record<string, string>> = {
  "latin-1": "latin1",
  "utf-8-sig": "utf-8",
  cp1250: "windows-1250",
};

/**
 * The name of an encoding as `TextDecoder` knows it.
 * @throws UserError for one that it does not know.
 */
export function encodingNamed(name: string): string {
  const label = name.trim().toLowerCase();
  try {
    return new TextDecoder(otherNames[label] ?? label).encoding;
  } catch (cause) {
    throw new UserError(
      {
        where: "encoding",
        got: `"${name}"`,
        expected: "an encoding such as utf-8, windows-1252, iso-8859-15, utf-16le or shift_jis",
      },
      { cause },
    );
  }
}

/** The encoding that a byte order mark says. */
function marked(bytes: Uint8Array): string | undefined {
  const [first, second, third] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) return "utf-8";
  if (first === 0xff && second === 0xfe) return "utf-16le";
  return first === 0xfe && second === 0xff ? "utf-16be" : undefined;
}

/** Whether a text begins with a byte order mark. */
export const isMarked = (bytes: Uint8Array): boolean => marked(bytes) !== undefined;

/** UTF-16 without a mark: every other byte of western text is zero. */
function unmarked16(bytes: Uint8Array): string | undefined {
  const pairs = bytes.length >> 1;
  const zeros = [0, 0] as [number, number];
  for (let i = 0; i < 2 * pairs; i++) if (bytes[i] === 0) zeros[i & 1 ? 1 : 0]++;
  if (zeros[0] === 0 && zeros[1] > pairs / 2) return "utf-16le";
  return zeros[1] === 0 && zeros[0] > pairs / 2 ? "utf-16be" : undefined;
}

/** Without the beginning of a character at the end, which more bytes would complete. */
export function withoutPartial(bytes: Uint8Array): Uint8Array {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] as number;
    if (byte < 0x80) return bytes;
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return length > back ? bytes.subarray(0, -back) : bytes;
    }
  }
  return bytes;
}

/** How many characters of several bytes are UTF-8, and how many bytes are part of none. */
export function utf8Characters(bytes: Uint8Array): { readonly valid: number; readonly invalid: number } {
  let valid = 0;
  let invalid = 0;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] as number;
    if (byte < 0x80) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc2 ? 2 : 1;
    if (length > 1 && isUtf8(bytes.subarray(i, i + length))) {
      valid++;
      i += length - 1;
    } else invalid++;
  }
  return { valid, invalid };
}

/**
 * The encoding of a text by its first bytes: by its mark, UTF-8 where it is valid, else windows-1252, which most programs
 * mean that do not write UTF-8.
 * @param whole whether these are all bytes.
 * @throws UserError for bytes that are no text, or UTF-8 with damage.
 */
export function encodingOf(path: string, bytes: Uint8Array, whole: boolean): Encoded {
  const known = marked(bytes) ?? unmarked16(bytes);
  if (known !== undefined) return sure(known);
  const end = bytes.indexOf(0);
  if (end >= 0)
    throw new UserError({
      where: path,
      got: "bytes that are no text",
      expected: "a text file",
      hint: "Give a file of another format its usual suffix",
    });
  if (isUtf8(whole ? bytes : withoutPartial(bytes))) return sure("utf-8");
  const { valid, invalid } = utf8Characters(bytes);
  if (valid > invalid) throw damagedUtf8(path);
  return { encoding: "windows-1252", isGuess: true };
}

export const damagedUtf8 = (path: string, cause?: Error): UserError =>
  new UserError(
    {
      where: path,
      got: "UTF-8 with bytes among it that are none",
      expected: "text in one encoding",
      hint: "Save it in UTF-8, or name its encoding by --set data.encoding=NAME",
    },
    cause && { cause },
  );

/** What is said of an encoding that was guessed. */
export const encodingNote = ({ encoding, isGuess, otherThan }: Encoded): readonly string[] => [
  ...(otherThan === undefined
    ? []
    : [`it is ${encoding} and was read so, unlike the training data (${otherThan})`]),
  ...(isGuess
    ? [`its bytes are not UTF-8 and were read as ${encoding}; another encoding is named by data.encoding`]
    : []),
];

/** How the characters of a file are written, and whether that was said or found. */
export function encodingForm(
  file: Encoded & { readonly gzip: boolean; readonly isMarked: boolean },
  asked: string | undefined,
): readonly string[] {
  const found = file.isGuess ? "a guess" : asked === undefined ? "detected" : "as asked";
  return [
    `${file.encoding.toUpperCase()} (${file.isMarked ? "by its byte order mark" : found})`,
    ...(file.gzip ? ["packed by gzip"] : []),
  ];
}
