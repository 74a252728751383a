// Against NumPy itself: test/golden/npy.py made the files.
import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32 as referenceCrc } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { crc32 } from "../crc32.ts";
import { withArrays } from "./archive.node.ts";
import { readArray } from "./array.node.ts";
import { type ArrayOptions, readArrays } from "./dataset.node.ts";
import { channelsFirst, npyFile } from "../../../test/npy-files.ts";

const golden = JSON.parse(readFileSync("test/golden/npy.json", "utf8")) as {
  readonly arrays: readonly {
    readonly name: string;
    readonly file: string;
    readonly shape: readonly number[];
    readonly values: readonly (number | string)[];
  }[];
  readonly archives: Readonly<Record<string, string>>;
  readonly refused: Readonly<Record<string, string>>;
};

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ockham-npy-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function written(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, typeof content === "string" ? Buffer.from(content, "base64") : content);
  return path;
}

const loneArray = (path: string) =>
  withArrays(path, (arrays) => readArray(arrays.get("") as never, "double"));

describe("arrays", () => {
  test.each(golden.arrays.map((one) => [one.name, one] as const))(
    "as NumPy reads them: %s",
    async (_, one) => {
      const { shape, values } = await loneArray(await written("a.npy", one.file));
      expect(shape).toEqual(one.shape);
      expect(Array.from<number | string>(values)).toEqual(one.values);
    },
  );

  test.each([
    ["records", /an array of records/],
    ["objects", /Python objects, which may hold code/],
    ["complex", /elements of the type "<c16"/],
  ])("that hold %s are refused", async (name, message) => {
    await expect(loneArray(await written("r.npy", golden.refused[name] ?? ""))).rejects.toThrow(message);
  });

  test.each([
    [
      "cut off",
      (whole: Buffer) => whole.subarray(0, -3),
      /got 205 bytes, expected 208 bytes; the file is cut off/,
    ],
    ["too long", (whole: Buffer) => Buffer.concat([whole, whole]), /208 more than its header announces/],
    [
      "cut off in the header",
      (whole: Buffer) => whole.subarray(0, 40),
      /a header of 128 bytes; the file is cut off/,
    ],
    ["empty", () => Buffer.alloc(0), /an empty file/],
    ["something else", () => Buffer.from("PK nothing of that kind"), /does not begin with \\x93NUMPY/],
    ["of a later version", (whole: Buffer) => Buffer.from(whole).fill(4, 6, 7), /version 4/],
    [
      "without a shape",
      (whole: Buffer) => Buffer.from(whole.toString("latin1").replace("shape", "shpae"), "latin1"),
      /header that cannot be read/,
    ],
  ])("that are %s are refused", async (_, damage, message) => {
    const whole = npyFile([4, 5], new Float32Array(20));
    await expect(loneArray(await written("d.npy", damage(whole)))).rejects.toThrow(message);
  });

  test("a shape of more values than there are bytes is refused before any room is made", async () => {
    const text = npyFile([4, 5], new Float32Array(20)).toString("latin1");
    const huge = Buffer.from(text.replace(`(4, 5), }${" ".repeat(9)}`, "(400000, 50000), }"), "latin1");
    const before = process.memoryUsage().arrayBuffers;
    await expect(loneArray(await written("h.npy", huge))).rejects.toThrow(/expected 80000000128 bytes/);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1e7);
  });
});

describe("archives", () => {
  const rows = (from: number, to: number): number[] =>
    Array.from({ length: 4 * (to - from) }, (_, i) => 4 * from + i);

  test.each(["stored", "unnamed"])("with inputs and targets, %s", async (name) => {
    const dataset = await readArrays(await written("x.npz", golden.archives[name] ?? ""), {});
    expect(dataset).toMatchObject({
      name: "x.npz",
      rows: 6,
      inputs: {
        kind: "table",
        shape: [4],
        columns: ["c0", "c1", "c2", "c3"],
        values: Float32Array.from(rows(0, 6)),
      },
      targets: { kind: "classes", classes: ["0", "1"], labels: Int32Array.of(0, 1, 0, 1, 0, 1) },
    });
    expect(dataset.given).toBeUndefined();
  });

  test("with a test part", async () => {
    const dataset = await readArrays(await written("p.npz", golden.archives["packed"] ?? ""), {});
    expect(dataset).toMatchObject({
      rows: 8,
      given: { test: { from: 6, to: 8 } },
      target: { name: "y_train" },
    });
    expect("values" in dataset.inputs && dataset.inputs.values).toEqual(
      Float32Array.from([...rows(0, 6), ...rows(0, 2)]),
    );
  });

  test("whose names leave it open ask for them", async () => {
    const path = await written("u.npz", golden.archives["unclear"] ?? "");
    await expect(readArrays(path, {})).rejects.toThrow(
      /got the arrays first \[6, 4\], second \[6\].*--set data\.inputs=NAME/,
    );
    await expect(readArrays(path, { inputs: "first", targets: "third" })).rejects.toThrow(/no array "third"/);
    expect(await readArrays(path, { inputs: "first", targets: "second" })).toMatchObject({ rows: 6 });
  });

  test("with a flipped bit are refused by their checksum", async () => {
    const whole = Buffer.from(golden.archives["stored"] ?? "", "base64");
    const at = whole.indexOf("NUMPY") + 140;
    whole[at] = (whole[at] as number) ^ 1;
    await expect(readArrays(await written("b.npz", whole), {})).rejects.toThrow(
      /b\.npz: got a damaged archive \(x\.npy has another checksum/,
    );
    await expect(readArrays(await written("c.npz", whole.subarray(0, -9)), {})).rejects.toThrow(
      /damaged archive/,
    );
  });

  test("checksums are those of ZIP", () => {
    expect(crc32(new TextEncoder().encode("123456789"))).toBe(0xcbf43926);
    const bytes = Uint8Array.from({ length: 1000 }, (_, i) => (i * 37) & 255);
    expect(crc32(bytes.subarray(300), crc32(bytes.subarray(0, 300)))).toBe(referenceCrc(bytes));
  });
});

describe("examples", () => {
  const read = async (x: Buffer, y: Buffer, options: ArrayOptions = {}) =>
    readArrays(await written("x.npy", x), { labels: await written("y.npy", y), ...options });
  const targets = npyFile([3], Int32Array.of(20, 0, 20));

  test("images of bytes; whole numbers beside them are classes, however many", async () => {
    const pixels = Uint8Array.from({ length: 3 * 4 }, (_, i) => i);
    expect(await read(npyFile([3, 2, 2], pixels), targets)).toMatchObject({
      inputs: { kind: "image", shape: [1, 2, 2], values: pixels },
      targets: { classes: ["0", "20"], labels: Int32Array.of(1, 0, 1) },
      target: { name: "y.npy", why: "whole numbers beside images" },
      reading: "images of 2 × 2 pixels, 1 channel, bytes",
    });
  });

  test.each([
    ["last by the shape", [3, 5, 6, 3], {}, [3, 5, 6]],
    ["first by the shape", [3, 3, 5, 6], {}, [3, 5, 6]],
    ["last by habit", [3, 3, 2, 4], {}, [4, 3, 2]],
    ["first as asked", [3, 3, 2, 4], { channels: "first" }, [3, 2, 4]],
  ] as const)("channels %s", async (how, shape, options, wanted) => {
    const pixels = Uint8Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (__, i) => i % 251);
    const { inputs } = await read(npyFile(shape, pixels), targets, options);
    expect(inputs).toMatchObject({ kind: "image", shape: wanted });
    expect("values" in inputs && Array.from(inputs.values)).toEqual(
      how.startsWith("first") ? [...pixels] : channelsFirst(pixels, [shape[1], shape[2], shape[3]]),
    );
  });

  test.each([
    ["shares", [0, 0.5, 1, 0.25], 1],
    ["bytes as real numbers", [0, 128, 255, 3], 255],
    ["of twelve bits", [0, 3000, 7, 1], 4095],
    ["anything else", [-3, 2, 0, 1], 3],
  ])("real pixels that are %s know what is white", async (_, pixels, white) => {
    const { inputs } = await read(
      npyFile([3, 2, 2], Float32Array.from([...pixels, ...pixels, ...pixels])),
      targets,
    );
    expect(inputs).toMatchObject({ white });
  });

  test("gaps of a table stay gaps; infinity, and no number among pixels, are refused", async () => {
    const gaps = Float64Array.of(1, Number.NaN, 3, 4, 5, 6);
    const { inputs } = await read(npyFile([3, 2], gaps), targets);
    expect(inputs).toMatchObject({
      kind: "columns",
      columns: [{ name: "c0" }, { name: "c1", values: Float32Array.of(Number.NaN, 4, 6) }],
    });
    gaps[3] = -Infinity;
    await expect(read(npyFile([3, 2], gaps), targets)).rejects.toThrow(
      /x\.npy, row 1 \(from 0\): got -Infinity/,
    );
    const hole = Float32Array.from({ length: 12 }, (_, i) => (i === 9 ? Number.NaN : i));
    await expect(read(npyFile([3, 2, 2], hole), targets)).rejects.toThrow(/row 2 \(from 0\): got NaN/);
  });

  test("targets are classes or numbers by what they hold", async () => {
    const x = npyFile([3, 1], Float32Array.of(1, 2, 3));
    const hot = await read(x, npyFile([3, 2], Uint8Array.of(0, 1, 1, 0, 0, 1)));
    expect(hot.targets).toMatchObject({
      kind: "classes",
      classes: ["0", "1"],
      labels: Int32Array.of(1, 0, 1),
    });
    const several = await read(x, npyFile([3, 2], Float32Array.of(0, 1, 1, 0.5, 0, 1)));
    expect(several.targets).toEqual({
      kind: "numbers",
      columns: ["y0", "y1"],
      values: Float32Array.of(0, 1, 1, 0.5, 0, 1),
    });
    const column = await read(x, npyFile([3, 1], Float32Array.of(0.5, 1, 2)));
    expect(column.targets).toMatchObject({ kind: "numbers", columns: ["y"] });
    await expect(read(x, npyFile([3], Float32Array.of(1, Number.NaN, 2)))).rejects.toThrow(
      /y\.npy, value 1 \(from 0\): got NaN/,
    );
    await expect(read(x, npyFile([2], Float32Array.of(1, 2)))).rejects.toThrow(
      /y\.npy: got 2 targets, expected 3, one for each row of/,
    );
    await expect(read(npyFile([0, 2], new Float32Array()), npyFile([0], new Float32Array()))).rejects.toThrow(
      /got no rows/,
    );
  });

  test("a test part of its own must have rows of the same shape", async () => {
    const x = npyFile([3, 2], Float32Array.of(1, 2, 3, 4, 5, 6));
    const test = await written("t.npy", npyFile([1, 2], Float32Array.of(7, 8)));
    const testLabels = await written("tl.npy", npyFile([1], Int32Array.of(0)));
    expect(await read(x, targets, { test, testLabels })).toMatchObject({
      rows: 4,
      given: { test: { from: 3, to: 4 } },
    });
    const other = await written("o.npy", npyFile([1, 3], Float32Array.of(7, 8, 9)));
    await expect(read(x, targets, { test: other, testLabels })).rejects.toThrow(
      /rows of shape \[3\], expected \[2\], as in/,
    );
    await expect(read(x, targets, { test })).rejects.toThrow(/data\.testLabels/);
    await expect(readArrays(await written("x.npy", x), {})).rejects.toThrow(/data\.labels: got nothing/);
  });
});
