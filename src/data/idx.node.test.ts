import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readIdxDataset } from "./idx-dataset.node.ts";
import { readIdx } from "./idx.node.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ockham-idx-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function file(name: string, bytes: readonly number[] | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, Uint8Array.from(bytes));
  return path;
}

/** Two images of 2 × 3 pixels. */
const images = [
  0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6, 250, 251, 252, 253, 254, 255,
];
const labels = [0, 0, 8, 1, 0, 0, 0, 2, 7, 3];

describe("readIdx", () => {
  test("reads bytes, plain and gzip", async () => {
    const expected = {
      shape: [2, 2, 3],
      values: Uint8Array.of(1, 2, 3, 4, 5, 6, 250, 251, 252, 253, 254, 255),
    };
    const plain = await readIdx(await file("plain", images));
    expect(plain.shape).toEqual(expected.shape);
    expect(Uint8Array.from(plain.values)).toEqual(expected.values);
    const zipped = await readIdx(await file("images.gz", gzipSync(Uint8Array.from(images))));
    expect(zipped.shape).toEqual(expected.shape);
    expect(Uint8Array.from(zipped.values)).toEqual(expected.values);
  });

  test.each([
    ["signed bytes", 0x09, [0xff, 0x7f], [-1, 127]],
    ["16-bit integers", 0x0b, [0xff, 0xfe, 0x01, 0x00], [-2, 256]],
    ["32-bit integers", 0x0c, [0xff, 0xff, 0xff, 0xfd, 0, 1, 0, 0], [-3, 65536]],
    ["32-bit floats", 0x0d, [0x3f, 0xc0, 0, 0, 0xc0, 0, 0, 0], [1.5, -2]],
    ["64-bit floats", 0x0e, [0x3f, 0xf8, 0, 0, 0, 0, 0, 0, 0xc0, 0, 0, 0, 0, 0, 0, 0], [1.5, -2]],
  ])("reads big-endian %s", async (name, type, bytes, expected) => {
    const { shape, values } = await readIdx(await file(name, [0, 0, type, 1, 0, 0, 0, 2, ...bytes]));
    expect(shape).toEqual([2]);
    expect([...values]).toEqual(expected);
  });

  test.each([
    ["not IDX", [137, 80, 78, 71, 13], /begins with the bytes 89 50 4e 47, expected an IDX file/],
    ["an unknown type", [0, 0, 7, 1, 0, 0, 0, 0], /begins with the bytes 00 00 07 01/],
    ["empty", [], /\(none: it is empty\)/],
    ["cut off in the values", images.slice(0, -5), /got 23 bytes, expected 28 bytes; the file is cut off/],
    ["cut off in the header", images.slice(0, 9), /got 9 bytes, expected 16 bytes; the file is cut off/],
    [
      "trailing bytes",
      [...images, 1, 2],
      /got 30 bytes, 2 more than its header announces, expected 28 bytes/,
    ],
    ["corrupt gzip", gzipSync(Uint8Array.from(images)).subarray(0, 25), /damaged gzip file \(unexpected end/],
  ])("refuses a file that is %s", async (name, bytes, message) => {
    await expect(readIdx(await file(name, bytes))).rejects.toThrow(message);
  });

  test("says that a file is missing", async () => {
    await expect(readIdx(join(folder, "absent"))).rejects.toThrow(/absent: got no such file/);
  });
});

describe("readIdxDataset", () => {
  test("joins images and labels, and the parts that have files of their own", async () => {
    const free = { images: await file("a", images), labels: await file("b", labels) };
    const test = { images: free.images, labels: await file("c", [0, 0, 8, 1, 0, 0, 0, 2, 3, 9]) };
    const dataset = await readIdxDataset("digits", { free, test });
    expect(dataset.rows).toBe(4);
    expect(dataset.inputs).toMatchObject({ kind: "image", shape: [1, 2, 3] });
    expect(dataset.inputs.values.slice(10, 14)).toEqual(Uint8Array.of(254, 255, 1, 2));
    expect(dataset.targets).toEqual({
      kind: "classes",
      classes: ["3", "7", "9"],
      labels: Int32Array.of(1, 0, 0, 2),
    });
    expect(dataset.given).toEqual({ test: { from: 2, to: 4 } });
  });

  test("says when images and labels differ in number", async () => {
    const pair = { images: await file("a", images), labels: await file("few", [0, 0, 8, 1, 0, 0, 0, 1, 7]) };
    await expect(readIdxDataset("digits", { free: pair })).rejects.toThrow(
      /few: got 1 label, expected 2, one for each image of a/,
    );
  });

  test.each([
    ["NaN", 0x0d, [0x7f, 0xc0, 0, 0], "NaN"],
    ["infinity", 0x0d, [0xff, 0x80, 0, 0], "-Infinity"],
    ["what float32 cannot hold", 0x0e, [0x48, 0, 0, 0, 0, 0, 0, 0], "6.80"],
  ])("refuses %s", async (_, type, last, got) => {
    const one = type === 0x0d ? [0x3f, 0x80, 0, 0] : [0x3f, 0xf0, 0, 0, 0, 0, 0, 0];
    const header = [0, 0, type, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2];
    const pair = {
      images: await file("floats", [...header, ...one, ...one, ...one, ...last]),
      labels: await file("b", labels),
    };
    await expect(readIdxDataset("digits", { free: pair })).rejects.toThrow(
      `floats, image 1 (from 0): got ${got}`,
    );
  });

  test("says when images and labels are mixed up", async () => {
    const pair = { images: await file("b", labels), labels: await file("a", images) };
    await expect(readIdxDataset("digits", { free: pair })).rejects.toThrow(/Exchange images and labels/);
  });

  test("says when the parts differ in shape", async () => {
    const free = { images: await file("a", images), labels: await file("b", labels) };
    const other = [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 1, 1, 2];
    const test = { images: await file("small", other), labels: free.labels };
    await expect(readIdxDataset("digits", { free, test })).rejects.toThrow(
      /small: got images of shape \[1, 1\], expected \[2, 3\]/,
    );
  });
});
