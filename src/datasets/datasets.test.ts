import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { datasets, type DatasetSource } from "./index.ts";

const sources: Readonly<Record<string, DatasetSource>> = datasets;
const data = process.env["OCKHAM_DATA"];
let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ockham-datasets-"));
});
afterAll(() => rm(folder, { recursive: true }));

const load = (source: string, params: object, dataFolders: readonly string[] = []) => {
  const element = sources[source];
  if (!element) throw new Error(`no source ${source}`);
  return element.load(z.strictObject(element.params).parse(params), { baseFolder: folder, dataFolders });
};

/** An IDX file of bytes. */
const idxBytes = (shape: readonly number[], values: readonly number[]): Uint8Array =>
  Uint8Array.from([0, 0, 8, shape.length, ...shape.flatMap((side) => [0, 0, 0, side]), ...values]);

describe.each(Object.entries(sources))("%s", (id, source) => {
  test("is named as in the registry, and describes itself and its parameters", () => {
    expect(source.id).toBe(id);
    expect(id).toMatch(/^[a-z]+(-[a-z0-9]+)*$/);
    expect(source.title).not.toBe("");
    expect(source.summary).toMatch(/\.$/);
    for (const [name, schema] of Object.entries(z.toJSONSchema(z.object(source.params)).properties ?? {})) {
      expect(schema, name).toHaveProperty("description", expect.stringMatching(/\.|…$/));
    }
  });
});

describe("csv", () => {
  test("reads a file relative to the recipe", async () => {
    await writeFile(join(folder, "few.csv"), "a,b,y\n1,2,0.5\n3,4,1.5\n");
    const dataset = await load("csv", { path: "few.csv", target: "y", ignore: ["b"] });
    expect(dataset).toMatchObject({ name: "few.csv", rows: 2, inputs: { columns: ["a"] } });
  });
});

describe("idx", () => {
  test("reads pairs of files relative to the recipe", async () => {
    await writeFile(join(folder, "i"), idxBytes([3, 1, 2], [1, 2, 3, 4, 5, 6]));
    await writeFile(join(folder, "l"), idxBytes([3], [1, 0, 1]));
    const pair = { images: "i", labels: "l" };
    expect(await load("idx", pair)).toMatchObject({ rows: 3, given: {} });
    const parted = await load("idx", { ...pair, validationImages: "i", validationLabels: "l" });
    expect(parted).toMatchObject({ rows: 6, given: { validation: { from: 3, to: 6 } } });
    await expect(load("idx", { ...pair, testImages: "i" })).rejects.toThrow(
      /data.testImages: got no testLabels beside it/,
    );
  });
});

describe("mnist", () => {
  test("says where it looked and what to do", async () => {
    await expect(load("mnist", {}, ["/first", "/second"])).rejects.toThrow(
      /no file mnist\/train-images-idx3-ubyte or .*gz in \/first or \/second.*Set OCKHAM_DATA/,
    );
    await expect(load("mnist", {})).rejects.toThrow(/any folder \(none is set\)/);
  });

  test("takes the files of the first folder that has them, plain or gzip", async () => {
    const mnist = join(folder, "second", "mnist");
    await mkdir(mnist, { recursive: true });
    for (const [name, rows] of [["train", 3] as const, ["t10k", 2] as const]) {
      await writeFile(join(mnist, `${name}-images-idx3-ubyte`), idxBytes([rows, 1, 1], Array(rows).fill(9)));
      await writeFile(join(mnist, `${name}-labels-idx1-ubyte`), idxBytes([rows], [0, 1, 1].slice(0, rows)));
    }
    const folders = [join(folder, "first"), join(folder, "second")];
    expect(await load("mnist", {}, folders)).toMatchObject({ rows: 5, given: { test: { from: 3, to: 5 } } });
    const other = await load("mnist", { heldOut: "validation" }, folders);
    expect(other.given).toEqual({ validation: { from: 3, to: 5 } });
  });

  test.skipIf(!data)(`is the canonical one${data ? "" : " (skipped: OCKHAM_DATA is not set)"}`, async () => {
    const { rows, inputs, targets, given } = await load("mnist", {}, [data ?? ""]);
    expect({ rows, given }).toEqual({ rows: 70_000, given: { test: { from: 60_000, to: 70_000 } } });
    expect(inputs).toMatchObject({ kind: "image", shape: [1, 28, 28] });
    if (targets.kind !== "classes" || !("values" in inputs)) throw new Error("not classes");
    expect([...targets.labels.subarray(0, 10)]).toEqual([5, 0, 4, 1, 9, 2, 1, 3, 1, 4]);
    expect([...targets.labels.subarray(60_000, 60_010)]).toEqual([7, 2, 1, 0, 4, 1, 4, 9, 5, 9]);
    const training = inputs.values.subarray(0, 60_000 * 784);
    let total = 0;
    for (let i = 0; i < training.length; i++) total += training[i] as number;
    expect(total / training.length / 255).toBeCloseTo(0.1307, 4);
  });
});

describe("text", () => {
  test("reads a file relative to the recipe, and its columns without one", async () => {
    const path = join(folder, "messages.tsv");
    await writeFile(path, 'ham\t"see you\nspam\twin\nham\tok\n');
    const dataset = await load("text", { path: "messages.tsv", text: "c1", target: "c0" });
    expect(dataset).toMatchObject({
      rows: 3,
      inputs: { kind: "text", texts: ['"see you', "win", "ok"], lowerCase: true },
    });
    expect(await sources["text"]?.fromPath?.(path, {})).toEqual({
      settings: { path },
      columns: ["c0", "c1"],
    });
    expect(await sources["text"]?.fromPath?.(folder, {})).toBeUndefined();
  });
});

describe("cifar", () => {
  test("reads a folder relative to the recipe, and knows one when it sees it", async () => {
    const images = join(folder, "cifar");
    await mkdir(images);
    await writeFile(join(images, "data_batch_1.bin"), new Uint8Array(2 * 3073));
    expect(await load("cifar", { folder: "cifar" })).toMatchObject({
      rows: 2,
      inputs: { shape: [3, 32, 32] },
    });
    expect(await sources["cifar"]?.fromPath?.(images, {})).toEqual({ settings: { folder: images } });
    expect(await sources["cifar"]?.fromPath?.(folder, {})).toBeUndefined();
  });
});
