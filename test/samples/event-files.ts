// Event files of TensorBoard, byte by byte.
import { maskedCrc32c } from "../../src/history/crc32c.ts";

/** Protocol buffers' wire format, as far as an event file needs it. */
const varint = (value: number): number[] =>
  value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...varint(Math.floor(value / 0x80))];
const field = (number: number, wire: number, bytes: readonly number[]): number[] => [
  ...varint(number * 8 + wire),
  ...bytes,
];
const block = (number: number, bytes: readonly number[]): number[] =>
  field(number, 2, [...varint(bytes.length), ...bytes]);
const letters = (of: string): number[] => [...new TextEncoder().encode(of)];
const float = (value: number): number[] => [...new Uint8Array(Float32Array.of(value).buffer)];
const double = (value: number): number[] => [...new Uint8Array(Float64Array.of(value).buffer)];

/** How a number is written into an event: plainly, or in a tensor as its content or in its list of floats. */
type NumberForm = "simple" | "content" | "list" | "double";

function tensor(value: number, form: NumberForm): number[] {
  const shape = block(2, []);
  if (form === "content") return [...field(1, 0, [1]), ...shape, ...block(4, float(value))];
  if (form === "double") return [...field(1, 0, [2]), ...shape, ...block(4, double(value))];
  return [...field(1, 0, [1]), ...shape, ...block(5, float(value))];
}

/** An event that holds one scalar. */
export function scalarEvent(step: number, tag: string, value: number, form: NumberForm = "simple"): number[] {
  const plugin = block(9, block(1, block(1, letters("scalars"))));
  const number =
    form === "simple" ? field(2, 5, float(value)) : [...block(8, tensor(value, form)), ...plugin];
  const summary = block(5, block(1, [...block(1, letters(tag)), ...number]));
  return [...field(1, 1, double(1.6e9 + step)), ...field(2, 0, varint(step)), ...summary];
}

/** A TFRecord file. */
export function tfRecordFile(records: readonly (readonly number[])[]): Uint8Array {
  const parts = records.map((record) => {
    const data = Uint8Array.from(record);
    const head = new Uint8Array(12);
    const view = new DataView(head.buffer);
    view.setBigUint64(0, BigInt(data.length), true);
    view.setUint32(8, maskedCrc32c(head.subarray(0, 8)), true);
    const tail = new Uint8Array(4);
    new DataView(tail.buffer).setUint32(0, maskedCrc32c(data), true);
    return [...head, ...data, ...tail];
  });
  return Uint8Array.from(parts.flat());
}

const version = [...field(1, 1, double(1.6e9)), ...block(3, letters("brain.Event:2"))];

/** An event file, which begins with its version. */
export const eventFileBytes = (events: readonly (readonly number[])[]): Uint8Array =>
  tfRecordFile([version, ...events]);
