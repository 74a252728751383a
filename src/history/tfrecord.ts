import { maskedCrc32c } from "./crc32c.ts";

/** The records of a TFRecord file up to its end, or to the first byte from which on it is damaged or cut off. */
export interface TfRecords {
  readonly records: readonly Uint8Array[];
  readonly brokenAt?: number;
}

const headBytes = 12;
const sumBytes = 4;

/** Whether bytes begin with the head of a TFRecord file. */
export const isTfRecord = (bytes: Uint8Array): boolean =>
  bytes.length >= headBytes + sumBytes && headLength(bytes, 0) !== undefined;

/** The length that the head at a place claims; undefined when its checksum does not fit. */
function headLength(bytes: Uint8Array, at: number): bigint | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, headBytes);
  const sum = maskedCrc32c(bytes.subarray(at, at + 8));
  return sum === view.getUint32(8, true) ? view.getBigUint64(0, true) : undefined;
}

/** Reads records without copying them; a claimed length beyond the end of the file is a cut-off record. */
export function tfRecords(bytes: Uint8Array): TfRecords {
  const records: Uint8Array[] = [];
  let at = 0;
  while (at < bytes.length) {
    if (at + headBytes > bytes.length) return { records, brokenAt: at };
    const length = headLength(bytes, at);
    if (length === undefined || length > BigInt(bytes.length - at - headBytes - sumBytes))
      return { records, brokenAt: at };
    const start = at + headBytes;
    const end = start + Number(length);
    const record = bytes.subarray(start, end);
    const sum = new DataView(bytes.buffer, bytes.byteOffset + end, sumBytes).getUint32(0, true);
    if (sum !== maskedCrc32c(record)) return { records, brokenAt: at };
    records.push(record);
    at = end + sumBytes;
  }
  return { records };
}
