// Parquet and JSON lines: what CSV does, from files that say what their columns hold.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readCsv } from "./csv.node.ts";
import { holdsJsonTable } from "./json-document.node.ts";
import { readGivenColumns } from "./table-given.node.ts";
import { readTableFiles } from "./table-parts.node.ts";
import { withDuckDb } from "./table.node.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ockham-typed-"));
});
afterAll(() => rm(folder, { recursive: true }));

const file = async (name: string, content: string | Uint8Array): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
};

const parquet = async (select: string, name = "data.parquet"): Promise<string> => {
  const path = join(folder, name);
  await withDuckDb((connection) => connection.run(`COPY (${select}) TO '${path}' (FORMAT parquet)`));
  return path;
};

const y = { target: "y" };
const gap = Number.NaN;
const rows = [
  `(1, 1.5::DECIMAL(9,3), 9007199254740993::BIGINT, 'red', true, DATE '2024-01-02', 'no')`,
  `(NULL, -2, 5, NULL, false, NULL, 'yes')`,
  `(3, NULL, 7, 'blue', NULL, DATE '2024-01-03', 'no')`,
];
const table = `SELECT * FROM (VALUES ${rows.join(", ")}) t("a b", d, big, colour, flag, "day", y)`;
const expected = [
  { kind: "numbers", name: "a b", values: Float32Array.of(1, gap, 3) },
  { kind: "numbers", name: "d", values: Float32Array.of(1.5, -2, gap) },
  { kind: "numbers", name: "big", values: Float64Array.of(9007199254740992, 5, 7) },
  { kind: "levels", name: "colour", levels: ["red", "blue"], codes: Int32Array.of(0, -1, 1) },
  { kind: "levels", name: "flag", levels: ["true", "false"], codes: Int32Array.of(0, 1, -1) },
  { kind: "levels", name: "day", levels: ["2024-01-02", "2024-01-03"], codes: Int32Array.of(0, -1, 1) },
];

describe("Parquet", () => {
  test("numbers of all types, texts, truth values and dates, with gaps", async () => {
    const { inputs, targets, rows: count } = await readTableFiles(await parquet(table), y);
    expect(count).toBe(3);
    expect(inputs).toEqual({ kind: "columns", columns: expected });
    expect(targets).toEqual({ kind: "classes", classes: ["no", "yes"], labels: Int32Array.of(0, 1, 0) });
  });

  test("texts stay texts; an enumeration is texts", async () => {
    const path = await parquet(
      `SELECT '0' || i AS zip, (CASE i % 2 WHEN 0 THEN 'u' ELSE 'v' END)::ENUM('u', 'v') AS e, i * 0.5 AS y FROM range(4) t(i)`,
    );
    const { inputs, targets } = await readTableFiles(path, y);
    expect(inputs).toMatchObject({ columns: [{ levels: ["00", "01", "02", "03"] }, { levels: ["u", "v"] }] });
    expect(targets).toEqual({ kind: "numbers", columns: ["y"], values: Float32Array.of(0, 0.5, 1, 1.5) });
  });

  test("a column of lists or records is refused unless it is left out", async () => {
    const path = await parquet(`SELECT i AS a, [i] AS l, {'k': i} AS s, i % 2 AS y FROM range(9) t(i)`);
    await expect(readTableFiles(path, y)).rejects.toThrow(/column "l": got lists or records.*--ignore l/);
    await expect(readTableFiles(path, { ...y, ignore: ["l"] })).rejects.toThrow(/column "s"/);
    expect((await readTableFiles(path, { ...y, ignore: ["l", "s"] })).rows).toBe(9);
  });

  test("infinity is refused with its row", async () => {
    const path = await parquet(
      `SELECT IF(i = 2, 'inf'::FLOAT, i::FLOAT) AS a, i % 2 AS y FROM range(9) t(i)`,
    );
    await expect(readTableFiles(path, y)).rejects.toThrow(/row 2 \(from 0\), column "a": got "inf"/);
  });

  test("a file that is cut off, damaged or none is refused in one line", async () => {
    const { readFile } = await import("node:fs/promises");
    const bytes = await readFile(await parquet(table));
    const cut = await file("cut.parquet", bytes.subarray(0, -5));
    await expect(readTableFiles(cut, y)).rejects.toThrow(
      /cut.parquet: got \d+ bytes that do not end with PAR1.*cut off/,
    );
    const short = await file("cut.parquet", bytes.subarray(0, 3));
    await expect(readTableFiles(short, y)).rejects.toThrow(/does not begin with PAR1/);
    const broken = Buffer.from(bytes);
    broken.fill(0xff, bytes.length - 200, bytes.length - 8);
    await expect(readTableFiles(await file("cut.parquet", broken), y)).rejects.toThrow(
      /got a damaged Parquet file \(.*\), expected/,
    );
  });
});

const lines = [
  `{"a b": 1, "d": 1.5, "big": 9007199254740993, "colour": "red", "flag": true, "day": "2024-01-02", "y": "no"}`,
  "",
  `{"d": -2, "big": 5, "colour": "NA", "flag": false, "day": null, "y": "yes"}`,
  `{"y": "no", "a b": 3, "big": 7, "colour": "blue", "day": "2024-01-03"}`,
];

describe("JSON lines", () => {
  const objects = lines.flatMap((line) => (line === "" ? [] : [JSON.parse(line) as Record<string, unknown>]));
  const names = ["a b", "d", "big", "colour", "flag", "day", "y"];
  const cells = names.map((name) => objects.map((object) => object[name] ?? null));
  const split = { columns: names, data: objects.map((object) => names.map((name) => object[name] ?? null)) };

  test.each([
    ["plain", "t.jsonl", lines.join("\n")],
    ["with a mark and Windows line ends", "t.ndjson", `\uFEFF${lines.join("\r\n")}\r\n`],
    ["gzip", "t.jsonl.gz", gzipSync(lines.join("\n"))],
    ["an array", "t.json", `[${lines.filter((line) => line !== "").join(",\n  ")}]\n`],
    ["rows under data", "d.json", JSON.stringify({ data: objects }, undefined, 2)],
    ["rows under data and names beside them", "s.json", JSON.stringify(split)],
    ["lists by columns", "c.json", JSON.stringify(Object.fromEntries(names.map((n, i) => [n, cells[i]])))],
    [
      "numbered values by columns",
      "p.json.gz",
      gzipSync(JSON.stringify(Object.fromEntries(names.map((n, i) => [n, { ...cells[i] }])))),
    ],
    ["without an ending of its name", "unnamed", lines.join("\n")],
    ["UTF-16", "u.jsonl", Buffer.from(`\uFEFF${lines.join("\n")}`, "utf16le")],
  ])("%s", async (_, name, content) => {
    const { inputs, targets } = await readTableFiles(await file(name, content), y);
    expect(inputs).toEqual({ kind: "columns", columns: expected });
    expect(targets).toMatchObject({ classes: ["no", "yes"], labels: Int32Array.of(0, 1, 0) });
  });

  test.each([
    ["[1, 2]", /w.json: got an array with entries that are no objects/],
    ['[{"y": 1}, {"y":', /w.json, object 2: got JSON that cannot be read/],
    ['[{"a": [2], "y": "b"}, {"a": [1], "y": "c"}]', /column "a": got lists or records/],
    ['{"a": [1, 2], "y": [1]}', /w.json: got 2 values in "a" and 1 in "y", expected as many values/],
    ['{"data": [{"y": 1}, 2]}', /w.json, data, entry 2: got no object/],
    ['{"data": [[1, 2]]}', /entry 1: got a list, expected an object .* "columns" with their names/],
    ['{"columns": ["a", "y"], "data": [[1, 2], [3]]}', /entry 2: got a list, expected a list of 2 values/],
  ])("the document %s is refused", async (content, message) => {
    await expect(readTableFiles(await file("w.json", content), y)).rejects.toThrow(message);
  });

  test("numbers written as texts are numbers, also among others", async () => {
    const path = await file(
      "n.jsonl",
      `{"a":"1","b":2,"y":1.5}\n{"a":"2.5","b":"n/a","y":2.5}\n{"b":"7","y":3.5}\n`,
    );
    const { inputs } = await readTableFiles(path, y);
    expect(inputs).toMatchObject({
      columns: [{ values: Float32Array.of(1, 2.5, gap) }, { values: Float32Array.of(2, gap, 7) }],
    });
  });

  test.each([
    ["a broken line", `{"a":1,"y":0}\n\n{"a":2,"y":1\n{"a":3,"y":0}\n`, /line 3: got no valid JSON/],
    ["a list", `{"a":1,"y":0}\n[1,2]\n`, /line 2: got a list, expected a JSON object/],
    ["a number", `7\n{"a":1,"y":0}\n`, /line 1: got the value 7, expected a JSON object/],
    ["a line that is cut off", `{"a":1,"y":0}\n{"a":1,"y":1}\n{"a":`, /line 3: got no valid JSON/],
    ["an object in a cell", `{"a":{"k":1},"y":0}\n{"a":{"k":2},"y":1}\n`, /column "a": got lists or records/],
    ["an empty file", ``, /got an empty file/],
    ["no target", `{"a":1,"z":0}\n`, /the column "y"/],
  ])("refuses %s", async (_, content, message) => {
    await expect(readTableFiles(await file("bad.jsonl", content), y)).rejects.toThrow(message);
  });
});

test.each([
  ['{"a": [1, 2], "y": ["u", "v"]}', true],
  ['{"a": 1, "y": "u"}\n{"a": 2, "y": "v"}', true],
  ['\uFEFF [{"a": 1}]', true],
  ['{"regularizers": ["any"]}', false],
  ['{"data": {"source": "csv", "path": "t.csv"}, "model": {"layers": []}}\n', false],
  ['{"epochs": 2,', false],
])("%s is a table and no recipe: %s", async (content, isTable) => {
  expect(await holdsJsonTable(await file("which.json", content))).toBe(isTable);
});

test("wanted columns come from any format alike", async () => {
  const wanted = [
    { name: "d", kind: "numbers" },
    { name: "colour", kind: "levels" },
  ] as const;
  const csv = await file("t.csv", "colour,d,y\nred,1.5,no\n,-2,yes\nblue,,no\n");
  const all = [csv, await file("t.jsonl", lines.join("\n")), await parquet(table)];
  const [first, ...others] = await Promise.all(all.map((path) => readGivenColumns(path, wanted)));
  for (const other of others) expect(other).toEqual(first);
  expect(first?.columns.columns[0]).toMatchObject({ values: Float32Array.of(1.5, -2, gap) });
});

describe("further marks of missing values", () => {
  const content = "a,b,c,y\n-200,0,x,1\n1,5,-,0\n2,-200.0,x,1\n";
  test("in all columns, or by column", async () => {
    const path = await file("m.csv", content);
    const all = await readCsv(path, { ...y, missing: ["-200", "-"] });
    expect(all.inputs).toMatchObject({
      columns: [
        { values: Float32Array.of(gap, 1, 2) },
        { values: Float32Array.of(0, 5, gap) },
        { codes: Int32Array.of(0, -1, 0) },
      ],
    });
    const one = await readCsv(path, { ...y, missing: { b: ["0"] } });
    expect(one.inputs).toMatchObject({
      columns: [
        { values: Float32Array.of(-200, 1, 2) },
        { values: Float32Array.of(gap, 5, -200) },
        { levels: ["x", "-"] },
      ],
    });
    await expect(readCsv(path, { ...y, missing: { zz: ["0"] } })).rejects.toThrow(/the column "zz"/);
  });
});
