import { UserError } from "../base/index.ts";
import { type Shape, sizeOf } from "../graph/index.ts";
import { float32, type Value } from "../runtime/index.ts";

/** Named float32 tensors and texts about them, as the safetensors format holds them: no part of it can run code. */
export interface TensorFile {
  readonly tensors: Readonly<Record<string, Value>>;
  readonly metadata: Readonly<Record<string, string>>;
}

const lengthBytes = 8;
/** The format's own limit on its header. */
const longestHeader = 100_000_000;

/** The bytes of a safetensors file: header length, JSON header padded with spaces, then the numbers. */
export function encodeTensors({ tensors, metadata }: TensorFile): Uint8Array {
  let offset = 0;
  const entries = Object.entries(tensors).map(([name, { shape, values }]) => {
    const from = offset;
    offset += values.byteLength;
    return [name, { dtype: "F32", shape, data_offsets: [from, offset] }] as const;
  });
  const header = JSON.stringify({ __metadata__: metadata, ...Object.fromEntries(entries) });
  const text = new TextEncoder().encode(header);
  const padded = Math.ceil(text.length / 8) * 8;
  const bytes = new Uint8Array(lengthBytes + padded + offset).fill(32, lengthBytes, lengthBytes + padded);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(padded), true);
  bytes.set(text, lengthBytes);
  let at = lengthBytes + padded;
  for (const { values } of Object.values(tensors)) {
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at);
    at += values.byteLength;
  }
  return bytes;
}

const damaged = (where: string, got: string): UserError =>
  new UserError({
    where,
    got,
    expected: "a whole safetensors file as Ockham wrote it",
    hint: "Restore the file from a copy, or train again",
  });

function headerOf(bytes: Uint8Array, where: string): { header: Record<string, unknown>; dataFrom: number } {
  if (bytes.length < lengthBytes) throw damaged(where, `a file of ${bytes.length} bytes`);
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  const dataFrom = lengthBytes + length;
  if (length > longestHeader || dataFrom > bytes.length)
    throw damaged(where, `a header of ${length} bytes in a file of ${bytes.length}`);
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(lengthBytes, dataFrom));
    const header: unknown = JSON.parse(text);
    if (typeof header === "object" && header !== null && !Array.isArray(header))
      return { header: header as Record<string, unknown>, dataFrom };
  } catch {
    // Falls through to the one sentence below.
  }
  throw damaged(where, "a header that is no JSON object");
}

interface Entry {
  readonly dtype: "F32";
  readonly shape: Shape;
  readonly data_offsets: readonly [number, number];
}

const isSizes = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);

function isEntry(value: unknown): value is Entry {
  if (typeof value !== "object" || value === null) return false;
  const { dtype, shape, data_offsets: offsets } = value as Partial<Record<keyof Entry, unknown>>;
  return dtype === "F32" && isSizes(shape) && isSizes(offsets) && offsets.length === 2;
}

const isTexts = (value: unknown): value is Record<string, string> =>
  typeof value === "object" &&
  value !== null &&
  Object.values(value).every((text) => typeof text === "string");

/**
 * Reads a safetensors file of float32 tensors.
 * @param where the file's name, for errors.
 * @throws UserError for anything but a whole and consistent file.
 */
export function decodeTensors(bytes: Uint8Array, where: string): TensorFile {
  const { header, dataFrom } = headerOf(bytes, where);
  const { __metadata__: metadata = {}, ...entries } = header;
  if (!isTexts(metadata)) throw damaged(where, "metadata that is not made of texts");
  let expected = 0;
  const tensors = Object.entries(entries).map(([name, entry]) => {
    if (!isEntry(entry)) throw damaged(where, `an entry "${name}" that describes no float32 tensor`);
    const [from, to] = entry.data_offsets;
    if (from !== expected || to - from !== 4 * sizeOf(entry.shape) || dataFrom + to > bytes.length)
      throw damaged(where, `a tensor "${name}" of shape [${entry.shape}] at bytes ${from} to ${to}`);
    expected = to;
    // Copied, because the numbers need not lie at a multiple of four bytes; a Buffer's own slice would not copy.
    const copy = Uint8Array.from(bytes.subarray(dataFrom + from, dataFrom + to));
    return [name, float32(new Float32Array(copy.buffer), entry.shape)] as const;
  });
  if (dataFrom + expected !== bytes.length)
    throw damaged(where, `${bytes.length - dataFrom - expected} bytes after the last tensor`);
  return { tensors: Object.fromEntries(tensors), metadata };
}
