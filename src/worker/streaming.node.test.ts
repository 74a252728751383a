// Runs whose examples are read by a thread beside the one that trains, as the built package does it.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { RecipeInput } from "../recipe/index.ts";
import type { Manifest } from "../train/manifest.node.ts";
import type * as worker from "./index.ts";

const built = new URL("../../dist/worker/index.js", import.meta.url).href;
const { resume, train } = (await import(built)) as typeof worker;

const root = mkdtempSync(join(tmpdir(), "ockham-streaming-"));
const images = join(root, "images");
afterAll(() => rmSync(root, { recursive: true }));

/** Dark and bright pictures, one of each twice: a few files, and many pixels once they are enlarged. */
beforeAll(async () => {
  for (const [name, grey] of [["dark", 60] as const, ["bright", 180] as const]) {
    mkdirSync(join(images, name), { recursive: true });
    for (let i = 0; i < 13; i++) {
      const pixels = Uint8Array.from({ length: 48 }, (_, at) => grey + (((i % 12) * 37 + at * 11) % 60));
      await sharp(pixels, { raw: { width: 4, height: 4, channels: 3 } })
        .jpeg()
        .toFile(join(images, name, `${i}.jpg`));
    }
  }
});

const recipe = (data: object = {}): RecipeInput => ({
  data: { source: "image-folder", folder: images, size: 480, ...data },
  model: { preset: "mlp", hidden: [2] },
  optimizer: { use: "sgd", learningRate: 1e-6 },
  epochs: 1,
  batchSize: 8,
});

/** How many rows are known to occur twice. */
const repeatsIn = (result: Awaited<ReturnType<typeof train>>): number => {
  const { pairs, training } = result?.data?.leaks.repeats ?? { pairs: [], training: { repeated: 0 } };
  return pairs.reduce((sum, { shared }) => sum + shared, training.repeated);
};

/** Facts about the data but for how it is held. */
const factsOf = (result: Awaited<ReturnType<typeof train>>) => ({ ...result?.data, reading: undefined });

test("images that are decoded beside training give the same run, kept in memory or not", async () => {
  const kept = await train(recipe(), { out: join(root, "kept") });
  const anew = await train(recipe({ memory: 0 }), { out: join(root, "anew") });
  expect(kept?.epochs).toEqual(anew?.epochs);
  expect(kept?.timing.waitingShare).toBeGreaterThan(0);
  expect(kept?.timing.waitingShare).toBeLessThan(1);
  // Decoded at first, since files are to be left out.
  const atFirst = await train(recipe({ unreadable: "skip" }), { out: join(root, "at-first") });
  expect(atFirst?.epochs).toEqual(kept?.epochs);
  expect(atFirst?.timing.waitingShare).toBeUndefined();
  expect(factsOf(atFirst)).toEqual(factsOf(kept));
  expect(repeatsIn(kept)).toBeGreaterThan(0);
}, 180_000);

test("a file that turns out damaged while the run trains is named", async () => {
  const path = join(images, "dark", "cut.jpg");
  const whole = await sharp({ create: { width: 300, height: 300, channels: 3, background: "#456" } })
    .jpeg()
    .toBuffer();
  writeFileSync(path, whole.subarray(0, whole.length - 200));
  await expect(train(recipe(), { out: join(root, "cut") })).rejects.toThrow(
    /cut.jpg: got an image that is damaged or cut off.*data.unreadable=skip/,
  );
  await expect(resume(join(root, "kept"))).rejects.toThrow(/data whose content has changed/);
  rmSync(path);
}, 120_000);

const words = ["red", "green", "", "blue"];
const cell = (row: number, at: number): string => String(Math.round(1000 * Math.sin(row * (at + 1.3))) / 8);

const tables: Readonly<Record<string, (row: number) => readonly string[]>> = {
  "of numbers": (row) => [cell(row, 0), cell(row, 1), cell(row, 2)],
  "with gaps, categories and rows without a target": (row) => [
    row % 7 === 3 ? "" : cell(row, 0),
    words[row % 4] ?? "",
    row % 101 === 5 ? "" : cell(row, 2),
  ],
};

test.each(Object.entries(tables))(
  "a table %s that is kept on disk gives the same run",
  async (name, rowOf) => {
    const path = join(root, `${name}.csv`);
    const lines = Array.from({ length: 3000 }, (_, row) => rowOf(row % 2900).join(","));
    writeFileSync(path, ["a,b,y", ...lines, ""].join("\n"));
    const made = (data: object): RecipeInput => ({
      data: { source: "csv", path, target: "y", task: "regression", ...data },
      model: { preset: "mlp", hidden: [4] },
      epochs: 2,
    });
    const inMemory = await train(made({}), { out: join(root, `${name}, in memory`) });
    const folder = join(root, `${name}, on disk`);
    const onDisk = await train(made({ memory: 0 }), { out: folder });
    expect(onDisk?.epochs).toEqual(inMemory?.epochs);
    expect(onDisk?.scores.test?.metrics).toEqual(inMemory?.scores.test?.metrics);
    expect(factsOf(onDisk)).toEqual(factsOf(inMemory));
    expect(repeatsIn(onDisk)).toBeGreaterThan(50);
    expect(onDisk?.timing.waitingShare).toBeGreaterThan(0);
    const hashes = ["in memory", "on disk"].map(
      (kind) =>
        (JSON.parse(readFileSync(join(root, `${name}, ${kind}`, "manifest.json"), "utf8")) as Manifest).data
          .sha256,
    );
    expect(hashes[1]).toBe(hashes[0]);
    expect((await resume(folder))?.epochs).toEqual(inMemory?.epochs);
  },
  180_000,
);
