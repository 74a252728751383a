// Numbers with something around them, and digits that are none.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { SourceDataset } from "./dataset.ts";
import { affixOf } from "./number-affixes.ts";
import { readGivenColumns } from "./table-given.node.ts";
import { readTableFiles, type TableFiles } from "./table-parts.node.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ockham-written-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function read(
  cells: readonly string[],
  options: Partial<TableFiles> = {},
  name = "t.csv",
): Promise<SourceDataset> {
  const path = join(folder, name);
  await writeFile(
    path,
    `x,n,y\n${cells.map((cell, i) => `"${cell}",${i / 8},${i % 2 ? "a" : "b"}\n`).join("")}`,
  );
  return readTableFiles(path, { target: "y", ...options });
}

/** The first column as it was read. */
function first({ inputs, rows }: SourceDataset): readonly unknown[] {
  if (inputs.kind === "columns") {
    const [column] = inputs.columns;
    if (column?.kind === "numbers") return [...column.values];
    return [...(column?.codes ?? [])].map((code) => column?.levels[code]);
  }
  if (inputs.kind !== "table") return [];
  return Array.from({ length: rows }, (_, row) => inputs.values[row * (inputs.shape[0] as number)]);
}

test.each([
  ["45%", "", "%", true],
  ["-$1.20", "$", "", true],
  ["$.50", "$", "", true],
  ["Rs.500", "Rs.", "", true],
  ["€ 3,50", "€", "", true],
  ["1.234,50 €", "", "€", true],
  ["12 kg", "", "kg", true],
  ["12kg", "", "kg", true],
  ["5 m2", "", "m2", true],
  ["12B", "", "B", false],
  ["12C", "", "C", false],
  ["Q4", "Q", "", false],
])("%s has %j before and %j after its number", (cell, before, after, isSure) => {
  expect(affixOf(cell)).toEqual({ before, after, isSure });
});

test.each(["12", "1,234.5", "12-13", "12:30", "a", "7 x 7", ""])(
  "%j has nothing around one number",
  (cell) => {
    expect(affixOf(cell)?.isSure ?? false).toBe(false);
  },
);

describe("numbers with something around each", () => {
  test.each([
    ["a currency before", ["$1.25", "-$2.50", "$1,234.50", "$.5"], [1.25, -2.5, 1234.5, 0.5], '"$" before'],
    ["a unit after, blanks or none", ["12 kg", "13kg", "?", "+5 kg"], [12, 13, Number.NaN, 5], '"kg" after'],
    ["per cent", ["45%", "5 %", "0.5%", "100%"], [45, 5, 0.5, 100], '"%" after'],
    [
      "decimal commas in quotes",
      ["€ 3,5", "€ 1.234,5", "€ 0,25", "€ -1,5"],
      [3.5, 1234.5, 0.25, -1.5],
      '"€" before',
    ],
  ])("%s are numbers", async (_, cells, numbers, told) => {
    const dataset = await read(cells);
    expect(first(dataset)).toEqual(numbers);
    expect(dataset.table?.form.at(-1)).toBe(`numbers with ${told} them in x`);
  });

  test.each([
    ["1,5", "12,25", [1.5, 12.25], "decimal commas in x"],
    ["1,500", "12", [1500, 12], "commas between thousands in x"],
    ["1,500", "0,5", [1.5, 0.5], "decimal commas in x"],
  ])("commas within quotes of %s and %s", async (one, other, numbers, told) => {
    const dataset = await read([one, other]);
    expect(first(dataset)).toEqual(numbers.map(Math.fround));
    expect(dataset.table?.form.at(-1)).toBe(told);
  });

  test("of which some lack it are texts, and are told", async () => {
    const dataset = await read(["$1", "$2", "free", "$3"]);
    expect(first(dataset)).toEqual(["$1", "$2", "free", "$3"]);
    expect(dataset.notes).toEqual([
      expect.stringMatching(/^"x" looks like numbers with "\$" before them in 3 of 4 cells, .*--missing/),
    ]);
  });

  test("of which next to none lacks it are refused, and where", async () => {
    const cells = Array.from({ length: 24 }, (_, i) => (i === 20 ? "free" : `$${i}`));
    await expect(read(cells)).rejects.toThrow(
      /line 22, column "x": got "free", expected a finite number with "\$" before it, as in most cells.*--types x=category/,
    );
    const kept = await read(cells, { types: { x: "category" } });
    expect(first(kept)).toEqual(cells);
  });

  test("that may be names are texts unless they are said to be numbers", async () => {
    const cells = ["1C", "2C", "3C", "4C"];
    const dataset = await read(cells);
    expect(first(dataset)).toEqual(cells);
    expect(dataset.notes?.[0]).toMatch(/"x" looks like .*say --types x=number$/);
    expect(first(await read(cells, { types: { x: "number" } }))).toEqual([1, 2, 3, 4]);
    await expect(read(["1C", "b", "b", "b"], { types: { x: "number" } })).rejects.toThrow(
      /t\.csv, line \d, column "x": got .* expected a finite number/,
    );
  });

  test("are read alike in a new table, where another unit is refused", async () => {
    const { table } = await read(["12 kg", "13 kg", "14 kg", "15 kg"]);
    const wanted = [{ name: "x", kind: "numbers", form: table?.written?.["x"] }] as const;
    const again = async (cells: readonly string[]): Promise<readonly unknown[]> => {
      const path = join(folder, "new.csv");
      await writeFile(path, `x\n${cells.join("\n")}\n`);
      const [column] = (await readGivenColumns(path, wanted)).columns.columns;
      return column?.kind === "numbers" ? [...column.values] : [];
    };
    expect(await again(["1 kg", "2.5 kg"])).toEqual([1, 2.5]);
    expect(await again(["1", "2.5"])).toEqual([1, 2.5]);
    await expect(again(["1 lb", "2 lb"])).rejects.toThrow(
      /line 2, .*"1 lb".* with "kg" after it, as in training/,
    );
  });

  test("are classes where they are few and to be predicted, else numbers", async () => {
    const few = await read(["2 doors", "4 doors", "2 doors", "4 doors"], { target: "x" });
    expect(few.targets).toMatchObject({ kind: "classes", classes: ["2 doors", "4 doors"] });
    const many = Array.from({ length: 24 }, (_, i) => `$${i % 12}.50`);
    expect((await read(many, { target: "x" })).targets.kind).toBe("numbers");
  });
});

describe("digits of which some have a 0 before them", () => {
  test("are categories and told", async () => {
    const dataset = await read(["01234", "90210", "", "10001"]);
    expect(first(dataset)).toEqual(["01234", "90210", undefined, "10001"]);
    expect(dataset.notes).toEqual([
      expect.stringMatching(/^"x" has digits .*"01234".* say --types x=number$/),
    ]);
  });

  test.each([
    [["0.5", "0", "1", "2"], {}],
    [["0", "00.5", "1", "2"], {}],
    [["01", "2", "3", "4"], { types: { x: "number" } }],
    [["01", "2", "3", "4"], { time: "x", keep: ["x"] }],
  ] as const)("%j are numbers with %j", async (cells, options) => {
    expect(first(await read(cells, options))).toEqual(cells.map(Number));
  });
});

test("numbers that are said to be categories are texts, whole ones without a point", async () => {
  expect(first(await read(["1", "2", "2", "1"], { types: { x: "category" } }))).toEqual(["1", "2", "2", "1"]);
  const path = join(folder, "t.jsonl");
  await writeFile(
    path,
    [1, 2, 2.5, 1].map((x, i) => `${JSON.stringify({ x, y: i % 2 ? "a" : "b" })}\n`).join(""),
  );
  const dataset = await readTableFiles(path, { target: "y", types: { x: "category" } });
  expect(first(dataset)).toEqual(["1", "2", "2.5", "1"]);
  await expect(read(["1", "2"], { types: { z: "number" } })).rejects.toThrow('got the column "z"');
});
