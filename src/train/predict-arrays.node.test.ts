import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { npyFile } from "../../test/npy-files.ts";
import { tinyPlan, trainTiny } from "../../test/tiny-runs.ts";
import { stream } from "../base/index.ts";
import { readArrays } from "../data/index.node.ts";
import { createEngine } from "./engine.ts";
import { exportModel } from "./export.ts";
import { predict } from "./predict.node.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "predict-arrays-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function file(name: string, content: Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

const draw = stream(1, "arrays");
const rows = 40;
const labels = Int32Array.from({ length: rows }, (_, row) => row % 2);
const noise = (size: number): Float32Array =>
  Float32Array.from(
    { length: rows * size },
    (_, i) => draw.uniform() / 2 + (labels[Math.floor(i / size)] ?? 0) / 2,
  );

/** Trains on arrays; the model file, and what the trained weights answer for all rows. */
async function trained(name: string, x: Buffer): Promise<{ model: string; path: string; answers: number[] }> {
  const path = await file(`${name}.npy`, x);
  const dataset = await readArrays(path, { labels: await file("y.npy", npyFile([rows], labels)) });
  const plan = tinyPlan({ epochs: 2 }, dataset);
  const { kept } = await trainTiny(plan);
  const engine = await createEngine(plan);
  const { predictions } = await engine.evaluate(
    kept,
    Int32Array.from({ length: rows }, (_, row) => row),
  );
  await engine.release();
  const model = await file(`${name}.onnx`, exportModel(plan, kept));
  return { model, path, answers: Array.from(predictions) };
}

const closeTo = (answers: readonly number[]): unknown[] => answers.map((value) => expect.closeTo(value, 5));

test("the rows of a table get the answers of the trained weights, with gaps or without", async () => {
  const values = noise(3);
  const whole = await trained("table", npyFile([rows, 3], values));
  expect((await predict(whole.model, whole.path)).rows.flat()).toEqual(closeTo(whole.answers));
  values[4] = Number.NaN;
  const gaps = await trained("gaps", npyFile([rows, 3], values));
  expect((await predict(gaps.model, gaps.path)).rows.flat()).toEqual(closeTo(gaps.answers));
  const wide = await file("wide.npy", npyFile([rows / 2, 6], noise(3)));
  await expect(predict(whole.model, wide)).rejects.toThrow(
    /wide\.npy: got rows of 6 numbers, expected those that the model reads, 3/,
  );
});

test("images get the answers of the trained weights, of real numbers and of bytes", async () => {
  const real = await trained("real", npyFile([rows, 4, 5, 3], noise(60)));
  expect((await predict(real.model, real.path)).rows.flat()).toEqual(closeTo(real.answers));
  const bytes = await trained(
    "bytes",
    npyFile(
      [rows, 4, 5],
      Uint8Array.from(noise(20), (value) => 255 * value),
    ),
  );
  expect((await predict(bytes.model, bytes.path)).rows.flat()).toEqual(closeTo(bytes.answers));
  await expect(predict(bytes.model, real.path)).rejects.toThrow(
    /real\.npy: got images of 3 × 4 × 5, expected images of 1 × 4 × 5/,
  );
  const floats = await file("floats.npy", npyFile([rows, 4, 5], noise(20)));
  await expect(predict(bytes.model, floats)).rejects.toThrow(/floats\.npy: got real numbers, expected bytes/);
});

test("an image file is brought to the range of the array that a model was trained on", async () => {
  const grey = npyFile([rows, 4, 5], noise(20));
  const { model } = await trained("range", grey);
  const pixels = Uint8Array.from({ length: 20 }, (_, i) => 12 * i);
  const image = await file(
    "one.png",
    await sharp(pixels, { raw: { width: 5, height: 4, channels: 1 } })
      .png()
      .toBuffer(),
  );
  const same = await file(
    "one.npy",
    npyFile(
      [1, 4, 5],
      Float32Array.from(pixels, (value) => value / 255),
    ),
  );
  const [told, wanted] = [await predict(model, image), await predict(model, same)];
  expect(told.rows.flat()).toEqual(closeTo(wanted.rows.flat()));
});
