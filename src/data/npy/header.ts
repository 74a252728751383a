// The header of a NumPy array file, versions 1 to 3: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
import { UserError } from "../../base/index.ts";
import { sizeOf } from "../../graph/index.ts";

/** What the numbers of an array are: `b1`, `u1`, `i8`, `f4`, … or texts, `U` (four bytes a letter) and `S` (bytes). */
export interface ElementType {
  readonly kind: "b" | "i" | "u" | "f" | "U" | "S";
  /** Bytes of one element. */
  readonly bytes: number;
  readonly isBigEndian: boolean;
}

export interface NpyHeader {
  readonly element: ElementType;
  /** Whether the first axis is the fastest. */
  readonly isFortran: boolean;
  readonly shape: readonly number[];
  /** Where the values begin. */
  readonly bytes: number;
}

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59] as const;
/** Before the text: the magic bytes, the version, and the text's length in two bytes or, from version 2 on, four. */
export const mostBefore = magic.length + 2 + 4;
/** A text of one array is some hundred letters long; more are records of many fields. */
const mostText = 2 ** 16;

const expected = "a NumPy array file (.npy, versions 1 to 3)";

const fault = (where: string, got: string, hint?: string): UserError =>
  new UserError({ where, got, expected, hint });

/**
 * How long the header of a file is.
 * @param start at least {@link mostBefore} bytes of its beginning, or all of them.
 * @throws UserError when it is no array file.
 */
export function headerLength(
  start: Uint8Array,
  where: string,
): { readonly from: number; readonly to: number } {
  if (magic.some((byte, at) => start[at] !== byte))
    throw fault(where, start.length === 0 ? "an empty file" : "a file that does not begin with \\x93NUMPY");
  const version = start[6] ?? 0;
  if (version < 1 || version > 3) throw fault(where, `version ${version} of the format`);
  const from = version === 1 ? 10 : mostBefore;
  if (start.length < from) throw fault(where, "a file that is cut off", "Download or copy it again");
  const view = new DataView(start.buffer, start.byteOffset, start.byteLength);
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > mostText) throw fault(where, `a header of ${length.toLocaleString("en-US")} bytes`);
  return { from, to: from + length };
}

const sizes: Readonly<Record<string, readonly number[]>> = {
  b: [1],
  i: [1, 2, 4, 8],
  u: [1, 2, 4, 8],
  f: [2, 4, 8],
};

function elementOf(descr: string, where: string): ElementType {
  const [, order, kind = "", digits] = /^([<>|=]?)([a-zA-Z])(\d*)$/.exec(descr) ?? [];
  const size = digits === "" ? 0 : Number(digits);
  const isBigEndian = order === ">";
  if (kind === "U" && size > 0) return { kind, bytes: 4 * size, isBigEndian };
  if (kind === "S" && size > 0) return { kind, bytes: size, isBigEndian };
  if (sizes[kind]?.includes(size)) return { kind: kind as ElementType["kind"], bytes: size, isBigEndian };
  throw new UserError({
    where,
    got: kind === "O" ? "an array of Python objects, which may hold code" : `elements of the type "${descr}"`,
    expected: "whole numbers, truth values, real numbers of 2, 4 or 8 bytes, or texts",
    hint: "Save it as such an array, by array.astype(...)",
  });
}

/**
 * What the text of a header says.
 * @throws UserError when it says it otherwise than NumPy writes it.
 */
export function parseHeader(text: string, where: string, bytes: number): NpyHeader {
  const descr = /'descr'\s*:\s*(?:'([^']*)'|(\[))/.exec(text);
  const order = /'fortran_order'\s*:\s*(True|False)\b/.exec(text)?.[1];
  const sides = /'shape'\s*:\s*\(([\dL,\s]*)\)/.exec(text)?.[1];
  if (!/^\s*\{.*\}\s*$/s.test(text) || !descr || order === undefined || sides === undefined)
    throw fault(where, "a header that cannot be read", "Save the array again by numpy.save");
  if (descr[2] !== undefined)
    throw new UserError({
      where,
      got: "an array of records",
      expected: "an array of numbers or texts",
      hint: "Save it as a table instead, as CSV or Parquet",
    });
  const shape = sides.split(",").flatMap((side) => (side.trim() === "" ? [] : Number.parseInt(side, 10)));
  const count = sizeOf(shape);
  if (shape.some(Number.isNaN) || !Number.isSafeInteger(count)) throw fault(where, `the shape (${sides})`);
  return { element: elementOf(descr[1] ?? "", where), isFortran: order === "True", shape, bytes };
}
