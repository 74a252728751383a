import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fitEncoding } from "./columns.ts";
import { readCsv } from "./csv.node.ts";
import type { Columns, SourceDataset } from "./dataset.ts";
import { readTableFiles } from "./table-parts.node.ts";
import { readText } from "./text.node.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ockham-precision-"));
});
afterAll(() => rm(folder, { recursive: true }));

const count = 200;
const rows = Array.from({ length: count }, (_, row) => row);

interface Columned {
  readonly [name: string]: (row: number) => string | number;
}

/** Columns, besides `x` and the target `y`, as a file. */
async function written(columns: Columned): Promise<string> {
  const path = join(folder, `${Object.keys(columns).join("-")}.csv`);
  const all: Columned = { ...columns, x: (row) => (row * 7) % 10, y: (row) => row / 4 };
  const lines = rows.map((row) =>
    Object.values(all)
      .map((cell) => cell(row))
      .join(","),
  );
  await writeFile(path, `${[Object.keys(all).join(","), ...lines].join("\n")}\n`);
  return path;
}

const distinct = (values: ArrayLike<number> | undefined): number => new Set(Array.from(values ?? [])).size;

const leftOut = ({ inputs }: SourceDataset) =>
  fitEncoding(inputs as Columns, Int32Array.from(rows)).leftOut.map(({ name, why }) => [name, why]);

const target = { target: "y", task: "regression" } as const;

describe("numbers above 2 to the power of 24", () => {
  test.for([0, 64] as const)("tell groups and times apart, with %s megabytes in memory", async (memory) => {
    const path = await written({
      visit: (row) => 20_240_001 + (row >> 1),
      seconds: (row) => 1_700_000_000 + row,
    });
    const read = await readCsv(path, { ...target, memory, group: "visit", time: "seconds" });
    expect([distinct(read.groups), distinct(read.times)]).toEqual([count / 2, count]);
    expect(read.times?.at(-1)).toBe(1_700_000_199);
    const kept = await readCsv(path, { ...target, memory, time: "seconds", keep: ["seconds"] });
    expect([distinct(kept.times), kept.inputs.kind === "table" && kept.inputs.shape]).toEqual([count, [3]]);
    expect(kept.notes).toEqual([
      expect.stringMatching(/numbers of "visit" .*100 different/),
      expect.stringMatching(/of "seconds" .* 200 different values become \d+\)/),
    ]);
  });

  test("are told by the first rows of many", async () => {
    const lines = Array.from({ length: 20_050 }, (_, row) => `${row},${1_700_000_000 + row},${row % 7}`);
    const path = join(folder, "many.csv");
    await writeFile(path, ["row_id,seconds,y", ...lines].join("\n"));
    const { inputs } = await readCsv(path, target);
    const columns = (inputs as Columns).columns.map(
      (column) => column.kind === "numbers" && distinct(column.values),
    );
    expect(columns).toEqual([20_050, 20_050]);
  });

  test("tell identifiers from what can be learned from", async () => {
    const read = await readCsv(await written({ id: (row) => 20_240_001 + row }), target);
    expect(leftOut(read)).toEqual([["id", "identifier"]]);
    expect(read.notes).toBeUndefined();
  });

  test("that a model cannot tell apart are left out for this", async () => {
    const read = await readCsv(
      await written({ code: (row) => `90071992547409${930 + row}`.slice(0, 16) }),
      target,
    );
    expect(leftOut(read)).toEqual([["code", "tooClose"]]);
  });

  test("tell groups of the rows of a test file apart, even beyond 2 to the power of 53", async () => {
    const path = await written({ person: (row) => `${9_007_199_254_740_993n + BigInt(row)}` });
    const read = await readTableFiles(path, { ...target, test: path, group: "person" });
    expect([read.rows, distinct(read.groups)]).toEqual([2 * count, count]);
  });

  test("are times and groups of texts", async () => {
    const path = await written({
      milliseconds: (row) => 1_700_000_000_000 + row,
      person: (row) => `${9_007_199_254_740_993n + BigInt(row)}`,
      text: (row) => `word${row % 9} and more`,
    });
    const form = { lowerCase: true, vocabularySize: 100, minimumCount: 1, maximumLength: 10 };
    const read = await readText(path, {
      ...form,
      ...target,
      text: "text",
      time: "milliseconds",
      group: "person",
    });
    expect([distinct(read.times), distinct(read.groups)]).toEqual([count, count]);
  });

  test("a weight is told as the file has it", async () => {
    const path = await written({ w: (row) => (row === 1 ? -2.229 : 1) });
    await expect(readCsv(path, { ...target, weights: "w" })).rejects.toThrow("got -2.229 in row 2");
  });

  test("that no model can take are refused", async () => {
    const path = await written({ huge: (row) => (row === 150 ? "1e300" : 20_000_000 + row) });
    await expect(readCsv(path, target)).rejects.toThrow(/line 152, column "huge": got "1e300"/);
  });
});
