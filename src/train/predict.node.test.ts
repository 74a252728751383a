import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { blobs, phrases, slopes, striped, tinyPlan, trainTiny } from "../../test/tiny-runs.ts";
import type { Dataset, SourceDataset } from "../data/index.ts";
import { readCsv } from "../data/index.node.ts";
import { createEngine } from "./engine.ts";
import { exportModel } from "./export.ts";
import type { Plan } from "./plan.ts";
import { predict } from "./predict.node.ts";
import type { State } from "./state.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "predict-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function file(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

async function modelOf(
  name: string,
  dataset: SourceDataset,
  model: "mlp" | "text-embedding" = "mlp",
): Promise<{ plan: Plan; kept: State; path: string }> {
  const plan = tinyPlan({ epochs: 2, ...(model === "mlp" ? {} : { model }) }, dataset);
  const { kept } = await trainTiny(plan);
  return { plan, kept, path: await file(`${name}.onnx`, exportModel(plan, kept)) };
}

const words = ["red", "green", "", "blue"];
const lines = Array.from(
  { length: 60 },
  (_, row) => `${row % 5 === 4 ? "" : row * 1.5},${words[row % 4]},${row % 2 ? "yes" : "no"}`,
);
const table = `size,colour,answer\n${lines.join("\n")}\n`;

test("the rows of the training table get the answers of the trained weights", async () => {
  const path = await file("table.csv", table);
  const { plan, kept, path: model } = await modelOf("mixed", await readCsv(path, { target: "answer" }));
  const { columns, classes, rows } = await predict(model, path);
  const engine = await createEngine(plan);
  const { predictions } = await engine.evaluate(kept, Int32Array.from(rows.keys()));
  await engine.release();
  expect(columns).toEqual(["probability of no", "probability of yes"]);
  expect(rows.flat()).toEqual(Array.from(predictions, (value) => expect.closeTo(value, 5)));
  rows.forEach(([no = 0, yes = 0], row) => expect(classes?.predicted[row]).toBe(yes > no ? "yes" : "no"));
});

test("columns are found by their names, in any order; levels never seen and gaps are answered", async () => {
  const model = join(folder, "mixed.onnx");
  const path = await file("new.csv", "other,colour,size\n1,red,3\n1,violet,\n1,7,4.5\n");
  const { rows, newCells } = await predict(model, path);
  expect(newCells).toMatchObject([
    { column: "size", gaps: 1 },
    { column: "colour", gaps: 0, unknown: 2, examples: ["violet", "7"] },
  ]);
  expect(rows).toHaveLength(3);
  expect(rows.flat().every(Number.isFinite)).toBe(true);
  const alone = await predict(model, await file("alone.csv", "size,colour\n3,red\n9,red\n"));
  expect(alone.rows[0]).toEqual(rows[0]);
});

test("numbers are read as they were written where they were learned from", async () => {
  const german = (value: number): string => value.toLocaleString("de-DE", { minimumFractionDigits: 2 });
  const rows = Array.from({ length: 60 }, (_, i) => `${german(1000 + 500 * i)};${i % 2 ? "yes" : "no"}`);
  const data = await file("german.csv", `revenue;answer\n${rows.join("\n")}\n`);
  const { path } = await modelOf("german", await readCsv(data, { target: "answer" }));
  const answers = await Promise.all(
    ["9.500", "9.500,00", "9500", "9,500.00"].map(async (cell, i) =>
      predict(path, await file(`cell${i}.csv`, `revenue;other\n${cell};1\n`)),
    ),
  );
  for (const answer of answers) expect(answer.rows).toEqual(answers[0]?.rows);
  const small = await predict(path, await file("small.csv", "revenue;other\n9,5;1\n"));
  expect(small.rows).not.toEqual(answers[0]?.rows);
});

test("a model of texts answers for the texts of a column, as the engine does", async () => {
  const dataset = phrases(40);
  const { plan, kept, path } = await modelOf("texts", dataset, "text-embedding");
  const { inputs } = dataset;
  if (inputs.kind !== "text") throw new Error("no texts");
  const data = await file("texts.csv", `said\n${inputs.texts.map((text) => `"${text}"`).join("\n")}\n`);
  const { rows } = await predict(path, data);
  const engine = await createEngine(plan);
  const { predictions } = await engine.evaluate(kept, Int32Array.from(rows.keys()));
  await engine.release();
  expect(rows.flat()).toEqual(Array.from(predictions, (value) => expect.closeTo(value, 5)));
  await expect(predict(path, await file("gap.csv", "said\nthe\n \n"))).rejects.toThrow(/got no text|empty/);
});

test("a regression answers in the units of its targets", async () => {
  const { path } = await modelOf("numbers", slopes(60));
  const data = await file("slopes.csv", "a,b,c\n0.1,100,201\n-1,99,205\n");
  const { columns, classes, rows } = await predict(path, data);
  expect(columns).toEqual(["u", "v"]);
  expect(classes).toBeUndefined();
  for (const [, v = 0] of rows) expect(Math.abs(v - 1000)).toBeLessThan(200);
});

test("a model of images answers for an image, and for all images of a folder, as the engine does", async () => {
  const { inputs, ...others } = striped(30);
  const [height, width] = [12, 6];
  const grey = { ...inputs, shape: [1, height, width] } as Dataset["inputs"];
  const { plan, kept, path } = await modelOf("grey", { ...others, inputs: grey });
  const images = await mkdtemp(join(folder, "striped-"));
  for (const row of [0, 1, 2]) {
    const pixels = (inputs.values as Uint8Array).slice(row * height * width, (row + 1) * height * width);
    await sharp(pixels, { raw: { width, height, channels: 1 } })
      .toColourspace("b-w")
      .png()
      .toFile(join(images, `${row}.png`));
  }
  const { files, rows } = await predict(path, images);
  expect(files).toEqual([0, 1, 2].map((row) => join(images, `${row}.png`)));
  const engine = await createEngine(plan);
  const { predictions } = await engine.evaluate(kept, Int32Array.of(0, 1, 2));
  await engine.release();
  expect(rows.flat()).toEqual(Array.from(predictions, (value) => expect.closeTo(value, 5)));
  expect((await predict(path, join(images, "1.png"))).rows).toEqual([rows[1]]);
});

test.each<[string, () => Promise<[string, string]>, RegExp]>([
  [
    "a column that is not there",
    async () => [join(folder, "mixed.onnx"), await file("less.csv", "size,x\n1,2\n2,3\n")],
    /less.csv: got no column "colour", expected .*: size, colour/,
  ],
  [
    "a header alone",
    async () => [join(folder, "mixed.onnx"), await file("head.csv", "size,colour\n")],
    /head.csv: got no rows, expected at least one row to predict/,
  ],
  [
    "a text among numbers",
    async () => [join(folder, "mixed.onnx"), await file("odd.csv", "size,colour\n1,red\nlarge,red\n")],
    /odd.csv, line 3, column "size": got "large"/,
  ],
  [
    "a table for a model of images",
    async () => [join(folder, "grey.onnx"), await file("any.csv", "a,b\n1,2\n3,4\n")],
    /any.csv: got a file that is no image, expected a whole image/,
  ],
  [
    "images for a model of other channels",
    async () => [(await modelOf("images", striped(30))).path, folder],
    /got a model of images with 2 channels, expected one of grey or colour images/,
  ],
  [
    "a folder without images",
    async () => [join(folder, "grey.onnx"), await mkdtemp(join(folder, "none-"))],
    /got no file that is named as an image/,
  ],
  [
    "a file that is no model",
    async () => [await file("no.onnx", "no model"), join(folder, "any.csv")],
    /no.onnx: got a file that is no model of Ockham/,
  ],
  ["nothing", async () => [join(folder, "nothing"), join(folder, "any.csv")], /nothing: got no such file/],
  [
    "a text in a column of numbers, which cannot be left out",
    async () => {
      const wrong = await file("wrong.csv", "a,b,c\n0.1,100,201\nabc,99,205\n");
      return [(await modelOf("numbers", slopes(60))).path, wrong];
    },
    /line 3, column "a": got "abc", .* Correct the cell, or empty it\.$/,
  ],
  [
    "a table that is not there",
    async () => [(await modelOf("blobs", blobs(30))).path, join(folder, "gone.csv")],
    /gone.csv: got no such file/,
  ],
])("refuses %s", async (_, make, message) => {
  const [model, data] = await make();
  await expect(predict(model, data)).rejects.toThrow(message);
});

test("new tables are read as the recipe says of the training table: encoding and decimal mark", async () => {
  const bytes = Buffer.from(
    `size,colour,answer\n${lines.map((line) => line.replace("green", "gr\u00FCn")).join("\n")}\n`,
    "latin1",
  );
  const macintosh = bytes.map((byte) => (byte === 0xfc ? 0x9f : byte));
  const path = await file("mac.csv", macintosh);
  const form = { encoding: "macintosh", decimal: "." as const };
  const data = { source: "csv" as const, path, target: "answer", ...form };
  const plan = tinyPlan({ epochs: 2, data }, await readCsv(path, { target: "answer", ...form }));
  const { kept } = await trainTiny(plan);
  const model = await file("mac.onnx", exportModel(plan, kept));
  const { newCells = [] } = await predict(model, path);
  expect(newCells.flatMap(({ unknown }) => unknown).filter((count) => count > 0)).toEqual([]);
});

test("marks of missing values that the recipe names are gaps in new tables too", async () => {
  const marked = lines.map((line) => line.replace(/^,/, "-200,"));
  const path = await file("marked.csv", `size,colour,answer\n${marked.join("\n")}\n`);
  const missing = ["-200"];
  const data = { source: "csv" as const, path, target: "answer", missing };
  const plan = tinyPlan({ epochs: 2, data }, await readCsv(path, { target: "answer", missing }));
  const { kept } = await trainTiny(plan);
  const model = await file("marked.onnx", exportModel(plan, kept));
  const { rows } = await predict(model, await file("gaps.csv", "size,colour\n-200,red\n,red\n"));
  expect(rows[0]).toEqual(rows[1]);
});
