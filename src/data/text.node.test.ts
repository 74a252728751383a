import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readTextColumns } from "./text-table.node.ts";
import { readText, type TextOptions } from "./text.node.ts";

let folder = "";
let made = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ockham-text-"));
});
afterAll(() => rm(folder, { recursive: true }));

const limits = { vocabularySize: 100, minimumCount: 1, maximumLength: 10, lowerCase: true };

async function read(
  content: string | Uint8Array,
  columns: Pick<TextOptions, "text" | "target"> & Partial<TextOptions> = { text: "c1", target: "c0" },
) {
  const path = join(folder, `${made++}.tsv`);
  await writeFile(path, content);
  return readText(path, { ...columns, ...limits });
}

test("takes quotes as they are where tabs separate", async () => {
  const lines = 'ham\t"so he said\nspam\tWIN "now", say \'yes\nham\tok"\n';
  const { rows, inputs, targets, name } = await read(lines);
  expect({ rows, name }).toEqual({ rows: 3, name: "0.tsv" });
  expect(inputs).toEqual({
    kind: "text",
    texts: ['"so he said', 'WIN "now", say \'yes', 'ok"'],
    ...limits,
  });
  expect(targets).toEqual({ kind: "classes", classes: ["ham", "spam"], labels: Int32Array.of(0, 1, 0) });
});

test("unpacks quoted cells where commas separate, below a header", async () => {
  const { inputs, targets } = await read('kind,body\r\na,"one, two\nand ""three"""\r\nb,four\r\na,five\r\n', {
    text: "body",
    target: "kind",
  });
  expect(inputs).toMatchObject({ texts: ['one, two\nand "three"', "four", "five"] });
  expect(targets).toMatchObject({ classes: ["a", "b"], labels: Int32Array.of(0, 1, 0) });
});

test("columns beside the texts say what belongs together and when; the others are named, never read", async () => {
  const lines = Array.from(
    { length: 6 },
    (_, i) => `2020-01-0${i + 1},u${i % 3},text ${i},${i % 2 ? "b" : "a"},${i},x\n`,
  );
  const content = `day,who,body,kind,score,extra\n${lines.join("")}`;
  const { groups, table, target } = await read(content, {
    text: "body",
    target: "kind",
    group: "who",
    ignore: ["score"],
  });
  expect(groups).toEqual(Int32Array.of(0, 1, 2, 0, 1, 2));
  expect(target).toEqual({ name: "kind", why: "its values are texts" });
  expect(table).toMatchObject({ text: "body", unread: ["day", "extra"], ignored: ["score"] });
  const { times, targets } = await read(content, {
    text: "body",
    target: "score",
    time: "day",
    task: "regression",
  });
  expect(times).toEqual(times?.toSorted());
  expect(targets).toEqual({ kind: "numbers", columns: ["score"], values: Float32Array.of(0, 1, 2, 3, 4, 5) });
});

test("a test part may be a file of its own, with columns in another order", async () => {
  const test = join(folder, "held.csv");
  await writeFile(test, "body,kind\nfour,b\n");
  const own = "kind,body\na,one\nb,two\na,three\n";
  const { rows, given, targets } = await read(own, { text: "body", target: "kind", test });
  expect({ rows, given }).toEqual({ rows: 4, given: { test: { from: 3, to: 4 } } });
  expect(targets).toMatchObject({ labels: Int32Array.of(0, 1, 0, 1) });
  await writeFile(test, "body,sort\nfour,b\n");
  await expect(read(own, { text: "body", target: "kind", test })).rejects.toThrow(
    /held.csv: got the column "kind", expected a column of the file/,
  );
});

test("reads gzip, and tells the columns", async () => {
  const packed = gzipSync("a\tx y\nb\tz\na\tw\n");
  expect(await read(packed)).toMatchObject({ rows: 3 });
  const path = join(folder, "columns.tsv");
  await writeFile(path, "class\tmessage\na\tx y\nb\tz\n");
  expect(await readTextColumns(path)).toEqual(["class", "message"]);
});

test.each([
  ["a text that is missing", "a\tx\nb\t  \na\ty\n", /line 2, column "c1": got no text, expected a text/],
  ["a class that is missing", "a\tx\n?\ty\na\ty\n", /line 2, column "c0": got "\?", expected a value/],
  ["a line with fewer cells", "a\tx\n\nb\n", /line 3: got 1 cell, expected 2, as in the first line/],
  ["a line with more cells", "a\tx\nb\ty\tz\n", /line 2: got 3 cells, expected 2/],
  ["a quote that is not closed", 'a,x\nb,"y\na,z\n', /line 2: got a quote that is not closed/],
  ["one class only", "a\tx\na\ty\n", /one class only/],
  ["an empty file", "", /empty file/],
  ["bytes that are no text", Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0, 1, 0), /no text|not text|binary/],
])("refuses %s", async (_, content, message) => {
  await expect(read(content)).rejects.toThrow(message);
});

test("refuses columns that are not there or the same", async () => {
  const content = "a\tx\nb\ty\na\tz\n";
  await expect(read(content, { text: "body", target: "c0" })).rejects.toThrow(/the column "body"/);
  await expect(read(content, { text: "#1", target: "c1" })).rejects.toThrow(/as text and as target/);
  await expect(read(content, { text: "c1", target: "c0", ignore: ["c0"] })).rejects.toThrow(
    /data.ignore: got "c0", the target/,
  );
});

test("other encodings are guessed and told, or named", async () => {
  const latin = Buffer.from("a\tcaf\xe9\nb\tth\xe9\na\tlait\n", "latin1");
  const { inputs, notes } = await read(latin);
  expect(inputs).toMatchObject({ texts: ["café", "thé", "lait"] });
  expect(notes).toEqual([expect.stringMatching(/not UTF-8 and were read as windows-1252/)]);
  const path = join(folder, "wide.tsv");
  await writeFile(path, Buffer.from("a\tčaj\nb\tmléko\na\tvoda\n", "utf16le"));
  const wide = await readText(path, { text: "c1", target: "c0", encoding: "utf-16le", ...limits });
  expect(wide).toMatchObject({ inputs: { texts: ["čaj", "mléko", "voda"] } });
  expect(wide.notes).toBeUndefined();
});

test("JSON lines and Parquet have columns of texts too", async () => {
  const lines = [
    { kind: "a", body: 'one, "two"\nthree' },
    { kind: "b", body: "four" },
    { kind: "a", body: "five" },
  ];
  const path = join(folder, "texts.jsonl");
  await writeFile(path, lines.map((line) => JSON.stringify(line)).join("\n"));
  const { DuckDBInstance } = await import("@duckdb/node-api");
  const parquet = join(folder, "texts.parquet");
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  await connection.run(`COPY (SELECT * FROM read_json('${path}')) TO '${parquet}' (FORMAT parquet)`);
  for (const file of [path, parquet]) {
    expect(await readTextColumns(file)).toEqual(["kind", "body"]);
    const { inputs, targets } = await readText(file, { text: "body", target: "kind", ...limits });
    expect(inputs).toMatchObject({ texts: ['one, "two"\nthree', "four", "five"] });
    expect(targets).toMatchObject({ classes: ["a", "b"], labels: Int32Array.of(0, 1, 0) });
  }
  await writeFile(path, '{"kind":"a","body":"x"}\n{"kind":"b"}\n{"kind":"a","body":"y"}\n');
  await expect(readText(path, { text: "body", target: "kind", ...limits })).rejects.toThrow(
    /line 2, column "body": got no text/,
  );
});

const data = process.env["OCKHAM_DATA"];
test.skipIf(!data)("reads every SMS, quotes and all (needs OCKHAM_DATA)", async () => {
  const path = join(data as string, "text", "sms-spam.tsv");
  const { rows, targets } = await readText(path, { text: "c1", target: "c0", ...limits });
  if (targets.kind !== "classes") throw new Error("no classes");
  expect(rows).toBe(5574);
  expect(targets.classes).toEqual(["ham", "spam"]);
  expect(targets.labels.filter((label) => label === 1)).toHaveLength(747);
});
