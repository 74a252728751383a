// The values of a NumPy array, from a stream of bytes.
import { UserError } from "../../base/index.ts";
import { sizeOf } from "../../graph/index.ts";
import { type ElementType, headerLength, mostBefore, type NpyHeader, parseHeader } from "./header.ts";

/** An array: the last axis fastest. */
export interface NpyArray {
  readonly shape: readonly number[];
  /** Whole numbers of one byte, real numbers, or texts. */
  readonly values: Uint8Array | Float32Array | Float64Array | readonly string[];
}

/** An array that has not been read. */
export interface ArraySource {
  /** For people: the file, and the array in it. */
  readonly where: string;
  /** How many bytes there are. */
  readonly size: number;
  stream(this: void): AsyncIterable<Uint8Array>;
}

/** Numbers that are wanted: in float32, as inputs are, or as exactly as may be. */
export type Precision = "single" | "double";

const damaged = (where: string, got: string, wanted: string): UserError =>
  new UserError({ where, got, expected: wanted, hint: "Download or copy it again" });

/** IEEE 754 binary16. */
function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

type Numbers = ArrayLike<number>;

/** Whole numbers of eight bytes; those beyond 2⁵³ are no more exact. */
const fromBig = (values: BigInt64Array | BigUint64Array): Numbers => Array.from(values, Number);

/** Numbers of the machine's own byte order, from bytes that begin where such may. */
const views: Readonly<Record<string, (bytes: ArrayBuffer) => Numbers>> = {
  b1: (bytes) => new Uint8Array(bytes),
  u1: (bytes) => new Uint8Array(bytes),
  i1: (bytes) => new Int8Array(bytes),
  u2: (bytes) => new Uint16Array(bytes),
  i2: (bytes) => new Int16Array(bytes),
  u4: (bytes) => new Uint32Array(bytes),
  i4: (bytes) => new Int32Array(bytes),
  u8: (bytes) => fromBig(new BigUint64Array(bytes)),
  i8: (bytes) => fromBig(new BigInt64Array(bytes)),
  f2: (bytes) => Array.from(new Uint16Array(bytes), half),
  f4: (bytes) => new Float32Array(bytes),
  f8: (bytes) => new Float64Array(bytes),
};

/** A copy in the machine's byte order, which is little-endian wherever the engine runs. */
function inOrder(bytes: Uint8Array, { bytes: size, isBigEndian }: ElementType): ArrayBuffer {
  const copy = new Uint8Array(bytes);
  if (isBigEndian && size > 1)
    for (let at = 0; at < copy.length; at += size) copy.subarray(at, at + size).reverse();
  return copy.buffer;
}

/** Texts are filled up with zeros. */
function unpadded(text: string): string {
  let length = text.length;
  while (length > 0 && text.codePointAt(length - 1) === 0) length--;
  return text.slice(0, length);
}

function textOf(bytes: Uint8Array, { kind, isBigEndian }: ElementType): string {
  if (kind === "S") return unpadded(new TextDecoder().decode(bytes));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let text = "";
  for (let at = 0; at < bytes.length; at += 4) {
    const letter = view.getUint32(at, !isBigEndian);
    text += letter > 0x10ffff ? "\uFFFD" : String.fromCodePoint(letter);
  }
  return unpadded(text);
}

/** Where elements go as they come. */
interface Sink {
  put(bytes: Uint8Array, at: number): void;
  readonly values: NpyArray["values"];
}

function sinkFor(element: ElementType, count: number, precision: Precision): Sink {
  const { kind, bytes: size } = element;
  if (kind === "U" || kind === "S") {
    const texts: string[] = [];
    return {
      values: texts,
      put: (bytes) => {
        for (let at = 0; at < bytes.length; at += size)
          texts.push(textOf(bytes.subarray(at, at + size), element));
      },
    };
  }
  const isByte = size === 1 && kind !== "i";
  const values = isByte
    ? new Uint8Array(count)
    : new (precision === "single" ? Float32Array : Float64Array)(count);
  const view = views[`${kind}${size}`] as (bytes: ArrayBuffer) => Numbers;
  return { values, put: (bytes, at) => values.set(view(inOrder(bytes, element)), at) };
}

/** The first bytes of a stream, and the rest of it. */
async function headerOf({ where, size, stream }: ArraySource): Promise<NpyHeader> {
  let start: Uint8Array = new Uint8Array();
  for await (const block of stream()) {
    start = start.length === 0 ? block : Buffer.concat([start, block]);
    if (start.length < Math.min(mostBefore, size)) continue;
    if (start.length >= headerLength(start, where).to) break;
  }
  const { from, to } = headerLength(start, where);
  if (start.length < to)
    throw damaged(where, `${start.length} bytes`, `a header of ${to} bytes; the file is cut off`);
  return parseHeader(new TextDecoder().decode(start.subarray(from, to)), where, to);
}

/** Elements with the last axis fastest, from those with the first. */
function turned<V extends Exclude<NpyArray["values"], readonly string[]>>(
  values: V,
  shape: readonly number[],
): V {
  const out = values.slice() as V;
  const steps = shape.map((_, axis) => shape.slice(0, axis).reduce((product, side) => product * side, 1));
  const place = shape.map(() => 0);
  let from = 0;
  for (let to = 0; to < out.length; to++) {
    out[to] = values[from] as number;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const side = shape[axis] as number;
      from += steps[axis] as number;
      place[axis] = (place[axis] as number) + 1;
      if ((place[axis] as number) < side) break;
      from -= side * (steps[axis] as number);
      place[axis] = 0;
    }
  }
  return out;
}

/** What an array holds, without its values. */
export const readHeader = (source: ArraySource): Promise<NpyHeader> => headerOf(source);

/**
 * Reads an array. Memory: the values, in one or four bytes each (eight in double precision).
 * @throws UserError when it is damaged, or of a kind that cannot be learned from.
 */
export async function readArray(source: ArraySource, precision: Precision): Promise<NpyArray> {
  const { where, size, stream } = source;
  const { element, isFortran, shape, bytes: header } = await headerOf(source);
  const count = sizeOf(shape);
  const whole = header + count * element.bytes;
  if (size !== whole)
    throw damaged(
      where,
      `${size} bytes${size > whole ? `, ${size - whole} more than its header announces` : ""}`,
      `${whole} bytes${size < whole ? "; the file is cut off" : ""}`,
    );
  const sink = sinkFor(element, count, precision);
  let [skip, held, at] = [header, new Uint8Array() as Uint8Array, 0];
  for await (const block of stream()) {
    const fresh = block.subarray(Math.min(skip, block.length));
    skip -= block.length - fresh.length;
    const bytes = held.length === 0 ? fresh : Buffer.concat([held, fresh]);
    const full = bytes.length - (bytes.length % element.bytes);
    if (at + full / element.bytes > count)
      throw damaged(where, "more bytes than announced", `${whole} bytes`);
    sink.put(bytes.subarray(0, full), at);
    at += full / element.bytes;
    held = bytes.subarray(full);
  }
  if (at !== count) throw damaged(where, `${at} of ${count} values`, "all of them; the file is cut off");
  const { values } = sink;
  return {
    shape,
    values:
      isFortran && shape.length > 1 && !Array.isArray(values)
        ? turned(values as Float32Array, shape)
        : values,
  };
}
