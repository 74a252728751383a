// Array files for tests.

type Numbers = Uint8Array | Int32Array | Float32Array | Float64Array;

const codes = [
  [Uint8Array, "|u1"],
  [Int32Array, "<i4"],
  [Float32Array, "<f4"],
  [Float64Array, "<f8"],
] as const;

/** An array as a .npy file of version 1, with a header of 128 bytes. */
export function npyFile(shape: readonly number[], values: Numbers): Buffer {
  const code = codes.find(([type]) => values instanceof type)?.[1];
  const sides = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`;
  const text = `{'descr': '${code}', 'fortran_order': False, 'shape': ${sides}, }`.padEnd(117);
  const start = Buffer.from(`\u0093NUMPY\u0001\u0000\u0000\u0000${text}\n`, "latin1");
  start.writeUInt16LE(118, 8);
  return Buffer.concat([start, Buffer.from(values.buffer, values.byteOffset, values.byteLength)]);
}

type Sides = readonly [number, number, number];

/** Pixels as `[channels, height, width]`, one by one, from rows `[height, width, channels]`. */
export function channelsFirst(pixels: Uint8Array, [height, width, channels]: Sides): number[] {
  const found: number[] = [];
  for (let row = 0; row < pixels.length / (height * width * channels); row++)
    for (let channel = 0; channel < channels; channel++)
      for (let y = 0; y < height; y++)
        for (let x = 0; x < width; x++)
          found.push(pixels[((row * height + y) * width + x) * channels + channel] as number);
  return found;
}
