import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findCifarFiles, readCifar } from "./cifar.node.ts";

let parent = "";
let made = 0;
beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), "ockham-cifar-"));
});
afterAll(() => rm(parent, { recursive: true }));

async function folderOf(files: Readonly<Record<string, Uint8Array | string>>): Promise<string> {
  const folder = join(parent, String(made++));
  await mkdir(folder);
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  return folder;
}

/** A record whose planes are filled with one number each. */
const record = (label: number, planes: readonly number[]): number[] => [
  label,
  ...planes.flatMap((value) => Array.from({ length: 1024 }, () => value)),
];

const first = Uint8Array.from([...record(3, [1, 2, 3]), ...record(0, [4, 5, 6])]);
const second = Uint8Array.from(record(9, [7, 8, 9]));

test("joins the training files in the order of their numbers, and the test file at the end", async () => {
  const folder = await folderOf({
    "data_batch_10.bin": second,
    "data_batch_2.bin.gz": gzipSync(first),
    "test_batch.bin": Uint8Array.from(record(1, [10, 11, 12])),
    "readme.html": "",
  });
  const { rows, inputs, targets, given } = await readCifar(folder);
  expect({ rows, shape: inputs.shape, kind: inputs.kind, given }).toEqual({
    rows: 4,
    shape: [3, 32, 32],
    kind: "image",
    given: { test: { from: 3, to: 4 } },
  });
  expect(inputs.values).toBeInstanceOf(Uint8Array);
  expect(targets).toMatchObject({ labels: Int32Array.of(3, 0, 9, 1) });
  // The first and the last pixel of each plane of each image.
  const edges = Array.from({ length: 12 }, (_, plane) => [
    inputs.values[plane * 1024],
    inputs.values[plane * 1024 + 1023],
  ]);
  expect(edges).toEqual(Array.from({ length: 12 }, (_, plane) => [plane + 1, plane + 1]));
});

test("takes the class names of batches.meta.txt, else numbers", async () => {
  const names = "airplane\r\nautomobile\nbird\ncat\ndeer\ndog\nfrog\nhorse\nship\ntruck\n\n";
  const named = await readCifar(await folderOf({ "data_batch_1.bin": first, "batches.meta.txt": names }));
  expect(named.targets).toMatchObject({ classes: names.trim().split(/\r?\n/) });
  const bare = await readCifar(await folderOf({ "data_batch_1.bin": first }));
  expect(bare.targets).toMatchObject({ classes: ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"] });
  expect(bare.given).toEqual({});
});

test("refuses what is cut off, empty, mislabelled, without training files or with too few names", async () => {
  const read = async (files: Readonly<Record<string, Uint8Array | string>>) =>
    readCifar(await folderOf(files));
  await expect(read({ "data_batch_1.bin": first.subarray(0, 3073 + 100) })).rejects.toThrow(
    /data_batch_1.bin: got 3173 bytes, 100 left over after the last whole record, expected records of 3073 bytes/,
  );
  await expect(read({ "data_batch_1.bin": new Uint8Array() })).rejects.toThrow(/got no records/);
  await expect(
    read({ "data_batch_1.bin": Uint8Array.from([...first, ...record(10, [0, 0, 0])]) }),
  ).rejects.toThrow(/record 2 \(from 0\): got the label 10, expected a label from 0 to 9/);
  await expect(read({ "test_batch.bin": first })).rejects.toThrow(/no file data_batch_1.bin/);
  await expect(read({ "data_batch_1.bin": first, "batches.meta.txt": "cat\ndog\n" })).rejects.toThrow(
    /batches.meta.txt: got 2 different names, expected 10/,
  );
  await expect(read({ "data_batch_1.bin.gz": gzipSync(first).subarray(0, 40) })).rejects.toThrow(
    /damaged gzip/,
  );
});

test("a folder without training files is none of its", async () => {
  expect(await findCifarFiles(join(parent, "absent"))).toBeUndefined();
  expect(await findCifarFiles(await folderOf({ "test_batch.bin": first }))).toBeUndefined();
});

const data = process.env["OCKHAM_DATA"];
test.skipIf(!data)("reads 5,000 real records (needs OCKHAM_DATA)", async () => {
  const { rows, targets, given } = await readCifar(join(data as string, "cifar10", "bin-subset"));
  expect({ rows, given }).toEqual({ rows: 5000, given: { test: { from: 4000, to: 5000 } } });
  if (targets.kind !== "classes") throw new Error("no classes");
  expect(targets.classes[9]).toBe("truck");
  for (let label = 0; label < 10; label++)
    expect(targets.labels.filter((own) => own === label)).toHaveLength(500);
});
