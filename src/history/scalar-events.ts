import { BinaryReader, WireType } from "@bufbuild/protobuf/wire";

/** One number that a program wrote for TensorBoard. */
export interface ScalarEvent {
  readonly step: number;
  readonly tag: string;
  readonly value: number;
}

type Fields = Readonly<Record<number, (reader: BinaryReader, end: WireType) => void>>;

/** Walks over the fields of a message; those that no one asks for are skipped. */
function walk(reader: BinaryReader, end: number, fields: Fields): void {
  while (reader.pos < end) {
    const [field, wire] = reader.tag();
    const read = fields[field];
    if (read && wire !== WireType.StartGroup && wire !== WireType.EndGroup) read(reader, wire);
    else reader.skip(wire, field);
  }
}

const inner = (reader: BinaryReader, fields: Fields): void => {
  const bytes = reader.bytes();
  walk(new BinaryReader(bytes), bytes.length, fields);
};

/**
 * The scalars in one record of an event file (tensorflow/core/util/event.proto): numbers as such and in tensors of one element.
 * @throws when the bytes are no such message.
 */
export function scalarEvents(record: Uint8Array): ScalarEvent[] {
  const events: ScalarEvent[] = [];
  let step = 0;
  const found: { tag: string; value: number }[] = [];
  walk(new BinaryReader(record), record.length, {
    2: (reader) => {
      step = Number(reader.int64());
    },
    5: (reader) => {
      inner(reader, {
        1: (summary) => {
          const value = valueOf(summary);
          if (value) found.push(value);
        },
      });
    },
  });
  for (const { tag, value } of found) events.push({ step, tag, value });
  return events;
}

function valueOf(reader: BinaryReader): { tag: string; value: number } | undefined {
  let tag = "";
  let plugin = "";
  let value: number | undefined;
  inner(reader, {
    1: (one) => {
      tag = one.string();
    },
    2: (one, wire) => {
      if (wire === WireType.Bit32) value = one.float();
      else one.skip(wire);
    },
    8: (one) => {
      value = tensorNumber(one.bytes()) ?? value;
    },
    9: (one) => {
      inner(one, {
        1: (metadata) => {
          inner(metadata, {
            1: (name) => {
              plugin = name.string();
            },
          });
        },
      });
    },
  });
  // Other plugins keep pictures, texts and settings in tensors.
  return tag === "" || value === undefined || (plugin !== "" && plugin !== "scalars")
    ? undefined
    : { tag, value };
}

/** Element types of tensors, by their number in tensorflow/core/framework/types.proto. */
const contents: Readonly<Record<number, { bytes: number; read: (view: DataView) => number }>> = {
  1: { bytes: 4, read: (view) => view.getFloat32(0, true) },
  2: { bytes: 8, read: (view) => view.getFloat64(0, true) },
  3: { bytes: 4, read: (view) => view.getInt32(0, true) },
  9: { bytes: 8, read: (view) => Number(view.getBigInt64(0, true)) },
  14: { bytes: 2, read: (view) => bfloat(view.getUint16(0, true)) },
  19: { bytes: 2, read: (view) => half(view.getUint16(0, true)) },
};

/** The number in a tensor of one element; undefined for others. */
function tensorNumber(bytes: Uint8Array): number | undefined {
  let type = 0;
  let content: Uint8Array | undefined;
  let value: number | undefined;
  const packed =
    (width: number, take: (reader: BinaryReader) => number) =>
    (reader: BinaryReader, wire: WireType): void => {
      if (wire !== WireType.LengthDelimited) value = take(reader);
      else {
        const list = reader.bytes();
        if (list.length === width || width === 0) value = take(new BinaryReader(list));
      }
    };
  walk(new BinaryReader(bytes), bytes.length, {
    1: (reader) => {
      type = reader.int32();
    },
    4: (reader) => {
      content = reader.bytes();
    },
    5: packed(4, (reader) => reader.float()),
    6: packed(8, (reader) => reader.double()),
    7: packed(0, (reader) => reader.int32()),
    10: packed(0, (reader) => Number(reader.int64())),
    13: packed(0, (reader) => (type === 14 ? bfloat(reader.int32()) : half(reader.int32()))),
  });
  const kind = contents[type];
  if (content === undefined || content.length === 0) return value;
  if (kind === undefined || content.length !== kind.bytes) return undefined;
  return kind.read(new DataView(content.buffer, content.byteOffset, content.byteLength));
}

function bfloat(bits: number): number {
  const view = new DataView(new ArrayBuffer(4));
  view.setUint16(0, bits & 0xffff);
  return view.getFloat32(0);
}

function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const [exponent, fraction] = [(bits >> 10) & 0x1f, bits & 0x3ff];
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return exponent === 0 ? sign * 2 ** -24 * fraction : sign * 2 ** (exponent - 15) * (1 + fraction / 1024);
}
