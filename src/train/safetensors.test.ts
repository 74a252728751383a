import fc from "fast-check";
import { expect, test } from "vitest";
import { UserError } from "../base/index.ts";
import { float32 } from "../runtime/index.ts";
import { decodeTensors, encodeTensors, type TensorFile } from "./safetensors.ts";

const tensor = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 3 }).chain((shape) => {
  const size = shape.reduce((product, side) => product * side, 1);
  return fc
    .float32Array({ minLength: size, maxLength: size })
    .map((values) => float32(Float32Array.from(values), shape));
});
const name = fc
  .string({ unit: "grapheme", maxLength: 12 })
  .filter((text) => text !== "__metadata__" && text !== "__proto__");
const file: fc.Arbitrary<TensorFile> = fc.record(
  {
    tensors: fc.dictionary(name, tensor, { noNullPrototype: true }),
    metadata: fc.dictionary(name, fc.string(), { noNullPrototype: true }),
  },
  { noNullPrototype: true },
);

const bitsOf = ({ tensors, metadata }: TensorFile) => ({
  metadata,
  tensors: Object.fromEntries(
    Object.entries(tensors).map(([key, { shape, values }]) => [
      key,
      { shape, bits: Array.from(new Uint32Array(Float32Array.from(values as Float32Array).buffer)) },
    ]),
  ),
});

test("any tensors and texts come back, bit by bit", () => {
  fc.assert(
    fc.property(file, fc.integer({ min: 0, max: 7 }), (content, shift) => {
      // Read from the middle of a larger buffer, as files come from a pool.
      const bytes = encodeTensors(content);
      const pooled = Buffer.alloc(bytes.length + shift + 3, 255);
      pooled.set(bytes, shift);
      const found = decodeTensors(pooled.subarray(shift, shift + bytes.length), "file");
      expect(bitsOf(found)).toEqual(bitsOf(content));
    }),
  );
});

const example = encodeTensors({
  tensors: { a: float32(Float32Array.of(1, 2, 3, 4, 5, 6), [2, 3]), b: float32(Float32Array.of(7), []) },
  metadata: { step: "3" },
});

test("is laid out as the format says", () => {
  const headerLength = Number(new DataView(example.buffer).getBigUint64(0, true));
  expect(headerLength % 8).toBe(0);
  const header: unknown = JSON.parse(new TextDecoder().decode(example.subarray(8, 8 + headerLength)));
  expect(header).toEqual({
    __metadata__: { step: "3" },
    a: { dtype: "F32", shape: [2, 3], data_offsets: [0, 24] },
    b: { dtype: "F32", shape: [], data_offsets: [24, 28] },
  });
  expect(example.length).toBe(8 + headerLength + 28);
});

/** Reads damaged bytes: only a `UserError` may come of it. */
function readOrRefuse(bytes: Uint8Array): TensorFile | undefined {
  try {
    return decodeTensors(bytes, "weights.safetensors");
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    expect((error as Error).message).toMatch(/^weights\.safetensors: got .+, expected .+\. .+\.$/s);
    return undefined;
  }
}

test("every file that is cut off, or longer than it should be, is refused", () => {
  for (let length = 0; length < example.length; length++)
    expect(readOrRefuse(example.subarray(0, length)), `${length} bytes`).toBeUndefined();
  expect(readOrRefuse(Uint8Array.from([...example, 0]))).toBeUndefined();
});

test("changed bytes are refused or read as other content, and never crash the reader", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(example.length - 1), fc.integer({ min: 0, max: 255 })), {
        minLength: 1,
        maxLength: 4,
      }),
      (changes) => {
        const bytes = Uint8Array.from(example);
        for (const [at, value] of changes) bytes[at] = value;
        readOrRefuse(bytes);
      },
    ),
    { numRuns: 2000 },
  );
});

/** A file with a header of our own making. */
function withHeader(header: string, data = new Uint8Array(28)): Uint8Array {
  const text = new TextEncoder().encode(header);
  const bytes = new Uint8Array(8 + text.length + data.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  bytes.set(data, 8 + text.length);
  return bytes;
}
const entry = (fields: object): string =>
  JSON.stringify({ a: { dtype: "F32", shape: [7], data_offsets: [0, 28], ...fields } });

test.each([
  ["no object", "[]"],
  ["null", "null"],
  ["a number", "7"],
  ["broken JSON", "{"],
  ["another type", entry({ dtype: "F64" })],
  ["another size", entry({ shape: [6] })],
  ["a negative size", entry({ shape: [-7] })],
  ["a fraction of a size", entry({ shape: [3.5, 2] })],
  ["no sizes", entry({ shape: null })],
  ["offsets the wrong way round", entry({ data_offsets: [28, 0] })],
  ["offsets outside", entry({ data_offsets: [0, 2800] })],
  ["a gap before the first tensor", entry({ shape: [6], data_offsets: [4, 28] })],
  ["one offset", entry({ data_offsets: [0] })],
  ["a huge shape", entry({ shape: [2 ** 40, 2 ** 40], data_offsets: [0, 2 ** 53] })],
  ["metadata of numbers", JSON.stringify({ __metadata__: { step: 3 } })],
  ["metadata that is null", JSON.stringify({ __metadata__: null })],
  ["no entry at all for the numbers", "{}"],
])("a header with %s is refused", (_, header) => {
  expect(readOrRefuse(withHeader(header))).toBeUndefined();
});

test("a header that says it is endless is refused", () => {
  const bytes = Uint8Array.from(example);
  bytes.fill(255, 0, 8);
  expect(readOrRefuse(bytes)).toBeUndefined();
});
