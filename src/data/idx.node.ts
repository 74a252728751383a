import { UserError } from "../base/index.ts";
import { sizeOf } from "../graph/index.ts";
import { readBytes } from "./bytes.node.ts";

export type IdxValues = Uint8Array | Int8Array | Int16Array | Int32Array | Float32Array | Float64Array;

/** The content of an IDX file: `values` are `[...shape]`, the last axis fastest. */
export interface IdxArray {
  readonly shape: readonly number[];
  readonly values: IdxValues;
}

/** The element types of the IDX format by their code, the third byte of a file: bytes each, and how to read them. */
const elements: Readonly<
  Record<number, { bytes: number; read: (view: DataView, count: number) => IdxValues }>
> = {
  0x08: { bytes: 1, read: (view, count) => new Uint8Array(view.buffer, view.byteOffset, count) },
  0x09: { bytes: 1, read: (view, count) => new Int8Array(view.buffer, view.byteOffset, count) },
  0x0b: {
    bytes: 2,
    read: (view, count) => Int16Array.from({ length: count }, (_, i) => view.getInt16(2 * i)),
  },
  0x0c: {
    bytes: 4,
    read: (view, count) => Int32Array.from({ length: count }, (_, i) => view.getInt32(4 * i)),
  },
  0x0d: {
    bytes: 4,
    read: (view, count) => Float32Array.from({ length: count }, (_, i) => view.getFloat32(4 * i)),
  },
  0x0e: {
    bytes: 8,
    read: (view, count) => Float64Array.from({ length: count }, (_, i) => view.getFloat64(8 * i)),
  },
};

/**
 * Reads an IDX file (the format of MNIST: two zero bytes, element type, number of axes, big-endian sizes, values),
 * plain or gzip.
 * @throws UserError when the file is missing, is not IDX, is damaged, or is shorter or longer than its header says.
 */
export async function readIdx(path: string): Promise<IdxArray> {
  const bytes = await readBytes(path, "an IDX file, plain or gzip");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const element = elements[bytes[2] ?? 0];
  const axes = bytes[3] ?? 0;
  if (bytes.length < 4 || bytes[0] !== 0 || bytes[1] !== 0 || !element || axes === 0)
    throw notIdx(path, bytes);
  const header = 4 + 4 * axes;
  if (bytes.length < header) throw wrongLength(path, bytes.length, header);
  const shape = Array.from({ length: axes }, (_, axis) => view.getUint32(4 + 4 * axis));
  const count = sizeOf(shape);
  const expected = header + count * element.bytes;
  if (bytes.length !== expected) throw wrongLength(path, bytes.length, expected);
  return {
    shape,
    values: element.read(new DataView(bytes.buffer, bytes.byteOffset + header), count),
  };
}

const notIdx = (path: string, bytes: Uint8Array): UserError =>
  new UserError({
    where: path,
    got: `a file that begins with the bytes ${Array.from(bytes.subarray(0, 4), (byte) => byte.toString(16).padStart(2, "0")).join(" ") || "(none: it is empty)"}`,
    expected: "an IDX file, which begins with 00 00, an element type (08 to 0e) and the number of axes",
  });

const wrongLength = (path: string, found: number, expected: number): UserError =>
  new UserError({
    where: path,
    got: `${found} bytes${found > expected ? `, ${found - expected} more than its header announces` : ""}`,
    expected: `${expected} bytes${found < expected ? "; the file is cut off" : ""}`,
    hint: "Download or copy it again",
  });
