import { writeFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";

/** An IDX file of bytes, packed with gzip. */
export function packIdx(shape: readonly number[], values: Uint8Array): Uint8Array {
  const header = new DataView(new ArrayBuffer(4 + 4 * shape.length));
  header.setUint8(2, 0x08);
  header.setUint8(3, shape.length);
  shape.forEach((side, axis) => header.setUint32(4 + 4 * axis, side));
  return gzipSync(Buffer.concat([new Uint8Array(header.buffer), values]));
}

/** Writes bytes as an IDX file, packed with gzip. */
export const writeIdx = (path: string, shape: readonly number[], values: Uint8Array): Promise<void> =>
  writeFile(path, packIdx(shape, values));
