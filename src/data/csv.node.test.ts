import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { TableSettings } from "./csv-source.node.ts";
import { readCsv } from "./csv.node.ts";
import type { TableOptions } from "./table-dataset.node.ts";

type CsvOptions = TableOptions & TableSettings;

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ockham-csv-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function read(content: string | Uint8Array, options: CsvOptions, name = "data.csv") {
  const path = join(folder, name);
  await writeFile(path, content);
  return readCsv(path, options);
}

const expected = {
  rows: 4,
  inputs: { shape: [2], values: Float32Array.of(1, 2, 3, 4, -5, 0.5, 7, 1000), columns: ["a", "b"] },
  targets: { kind: "classes", classes: ["no", "yes"], labels: Int32Array.of(1, 0, 1, 0) },
};

describe("readCsv reads", () => {
  test.each([
    ["commas", "a,b,y\n1,2,yes\n3,4,no\n-5,.5,yes\n7,1e3,no\n"],
    ["tabs", "a\tb\ty\n1\t2\tyes\n3\t4\tno\n-5\t.5\tyes\n7\t1e3\tno\n"],
    [
      "semicolons, Windows line ends and a byte order mark",
      "\uFEFFa;b;y\r\n1;2;yes\r\n3;4;no\r\n-5;.5;yes\r\n7;1e3;no\r\n",
    ],
    ["bars and no last line end", "a|b|y\n1|2|yes\n3|4|no\n-5|.5|yes\n7|1e3|no"],
    ["spaces", "a b y\n1 2 yes\n3 4 no\n-5 .5 yes\n7 1e3 no\n"],
    ["padded cells", " a , b , y \n 1 , 2 , yes \n3, 4, no\n-5, .5, yes\n7, 1e3, no\n"],
    ["quoted cells and blank lines", 'a,b,"y"\n"1",2,"yes"\n\n3,4,no\n-5,.5,yes\n\n7,"1e3",no\n'],
  ])("%s", async (_, content) => {
    expect(await read(content, { target: "y" })).toMatchObject(expected);
    const zipped = await read(gzipSync(content), { target: "y" }, "data.csv.gz");
    expect(zipped).toMatchObject(expected);
    expect(zipped.name).toBe("data.csv.gz");
  });

  test("files without a header, whose columns are numbered", async () => {
    const dataset = await read("1,0,5\n2,0,6\n3,1,7\n4,1,8\n", { target: "#1" });
    expect(dataset.inputs).toMatchObject({
      columns: ["c0", "c2"],
      values: Float32Array.of(1, 5, 2, 6, 3, 7, 4, 8),
    });
    expect(dataset.targets).toMatchObject({ kind: "classes", classes: ["0", "1"] });
    expect(await read("1,0,5\n2,0,6\n3,1,7\n4,1,8\n", { target: "c1" })).toEqual(dataset);
  });

  test("a path that looks like a pattern as the one file that it names", async () => {
    await read("a,y\n1,2.5\n2,3.5\n", { target: "y" }, "d[1]x.csv");
    expect((await read("a,y\n1,2.5\n2,3.5\n", { target: "y" }, "d*.csv")).rows).toBe(2);
  });

  test("only the columns that are not ignored", async () => {
    const content = "id,a,name,y\n1,5,x,0.5\n2,6,z,1.5\n";
    const { inputs } = await read(content, { target: "y", ignore: ["name", "#0"] });
    expect(inputs).toMatchObject({ columns: ["a"], values: Float32Array.of(5, 6) });
  });

  test("many rows in their order", async () => {
    const lines = Array.from({ length: 30_000 }, (_, i) => `${i},${2 * i},${i / 4}`);
    const { rows, inputs, targets } = await read(`a,b,y\n${lines.join("\n")}\n`, { target: "y" });
    expect(rows).toBe(30_000);
    const values = "values" in inputs ? Array.from(inputs.values) : [];
    expect(values).toHaveLength(2 * rows);
    expect(values.every((value, i) => value === (i % 2 === 0 ? i / 2 : i - 1))).toBe(true);
    expect(targets.kind === "numbers" && targets.values.every((value, i) => value === i / 4)).toBe(true);
  });
});

/** A column of row numbers and a target that cycles through 10, 9, … */
const wholeNumbers = (count: number, rows = 100): string =>
  `a,y\n${Array.from({ length: rows }, (_, i) => `${i},${10 - (i % count)}`).join("\n")}\n`;

describe("the target", () => {
  test("of few whole numbers is classes in ascending order, of many is numbers", async () => {
    expect((await read(wholeNumbers(3), { target: "y" })).targets).toMatchObject({
      classes: ["8", "9", "10"],
    });
    expect((await read(wholeNumbers(11), { target: "y" })).targets.kind).toBe("numbers");
    expect((await read(wholeNumbers(4, 6), { target: "y" })).targets.kind).toBe("numbers");
  });

  test("is what task says", async () => {
    const regression = await read(wholeNumbers(3, 4), { target: "y", task: "regression" });
    expect(regression.targets).toEqual({
      kind: "numbers",
      columns: ["y"],
      values: Float32Array.of(10, 9, 8, 10),
    });
    const classification = await read(wholeNumbers(11), { target: "y", task: "classification" });
    expect(classification.targets.kind).toBe("classes");
  });
});

describe("readCsv refuses", () => {
  const y: CsvOptions = { target: "y" };
  test.each([
    [
      "a text among many numbers",
      `a,y\n${Array.from({ length: 40 }, (_, i) => (i === 20 ? "12O,1" : `${i},${i % 2}`)).join("\n")}\n`,
      y,
      /data.csv, line 22, column "a": got "12O", expected a finite number, .*--ignore a/,
    ],
    ["infinity", "a,b,y\n1,2,0\n-inf,4,1\n", y, /line 3, column "a": got "-inf"/],
    [
      "a line with too few cells",
      "a,b,y\n1,2,0\n3,4\n5,6,1\n",
      y,
      /line 3: got 2 cells, expected 3, as in the first line/,
    ],
    ["a line with too many cells", "a,b,y\n1,2,0\n5,6,1\n3,4,1,9\n", y, /line 4: got 4 cells, expected 3/],
    ["a quote that is not closed", 'a,y\n1,0\n2,"1\n', y, /line 3: got a quote that is not closed/],
    [
      "an unknown target",
      "a,price\n1,0\n2,1\n",
      { target: "prize" },
      /the column "prize".*Did you mean "price"/,
    ],
    [
      "a bare number where columns have no names",
      "1,2,0\n3,4,1\n5,6,1\n",
      { target: "2" },
      /the column "2".*no header: its columns are called c0 to c2/,
    ],
    [
      "a bare number where columns have names",
      "a,y\n1,0\n2,1\n",
      { target: "1" },
      /the column "1".*By position the columns are called #0 to #1/,
    ],
    ["a target number that is too high", "a,y\n1,0\n2,1\n", { target: "#2" }, /"#2", expected #0 to #1/],
    ["an unknown ignored column", "a,y\n1,0\n2,1\n", { target: "y", ignore: ["zz"] }, /the column "zz"/],
    ["a target of one class", "a,y\n1,x\n2,x\n", y, /target "y": got one class only \("x"\)/],
    ["a target of names", "a,y\n1,ann\n2,bob\n3,cyd\n", y, /got 3 different values in 3 rows/],
    ["a target without values", "a,y\n1,\n2,NA\n", y, /target "y": got no value in any row/],
    [
      "a text among target numbers",
      "a,y\n1,1.5\n2,2.5\n3,x\n",
      y,
      /line 4, column "y": got "x", expected a number, like/,
    ],
    [
      "a text in a regression",
      "a,y\n1,x\n2,z\n",
      { target: "y", task: "regression" as const },
      /line 2, column "y": got "x"/,
    ],
    ["too many columns", `${"g,".repeat(30_000)}g\n`, y, /got 30,001 columns, expected at most 30,000/],
    ["two columns of one name", "a,a,y\n1,2,0\n2,3,1\n", y, /two columns named "a"/],
    ["no column to learn from", "y\n1\n2\n", y, /no column besides the target "y"/],
    ["an empty file", "", y, /got an empty file/],
    ["a file of blank lines", "\n\n", { target: "c0" }, /got an empty file/],
    ["a header without rows", "a,y\n", y, /got no rows/],
    ["bytes that are no text", Uint8Array.of(1, 0, 255, 7), y, /got bytes that are no text/],
    [
      "damaged UTF-8",
      Buffer.concat([Buffer.from("a,y\n1,é\n2,ü\n3,"), Uint8Array.of(0xe9, 10)]),
      y,
      /UTF-8 with bytes among it that are none/,
    ],
    [
      "an unknown encoding",
      "a,y\n1,x\n2,z\n",
      { target: "y", encoding: "utf-9" },
      /got "utf-9", expected an encoding/,
    ],
    ["a damaged gzip file", gzipSync("a,y\n1,0\n2,1\n").subarray(0, 20), y, /damaged gzip file/],
  ])("%s", async (_, content, options, message) => {
    await expect(read(content, options)).rejects.toThrow(message);
  });

  test("a file that does not exist, and a folder", async () => {
    await expect(readCsv(join(folder, "absent.csv"), y)).rejects.toThrow(/absent.csv: got no such file/);
    await expect(readCsv(folder, y)).rejects.toThrow(/got a folder/);
  });

  test("with the right line after quoted line ends and blank lines", async () => {
    const lines = Array.from({ length: 40 }, (_, i) => `${i},"two\nlines",${i % 2}`);
    const content = `b,note,y\n\n${lines.join("\n")}\nx1,one,1\n`;
    await expect(read(content, { target: "y" })).rejects.toThrow(/line 83, column "b": got "x1"/);
  });
});

describe("rows without a value of the target", () => {
  test("are left out, which is said", async () => {
    const { rows, inputs, targets, notes } = await read("a,b,y\n1,p,x\n2,q,\n3,r,NA\n4,p,z\n", {
      target: "y",
    });
    expect(rows).toBe(2);
    expect(inputs).toMatchObject({
      columns: [{ values: Float32Array.of(1, 4) }, { codes: Int32Array.of(0, 0) }],
    });
    expect(targets).toMatchObject({ classes: ["x", "z"], labels: Int32Array.of(0, 1) });
    expect(notes).toEqual(['2 of 4 rows have no value of the target "y" and were left out']);
  });
});

describe("columns with gaps, categories or decimal commas", () => {
  test("keep what is there; marks of missing values are gaps", async () => {
    const { inputs } = await read("a;b;c;y\n1,5;red;?;0\n;blue;2;1\n-2,25; red ;NA;0\n4;n/a;3;1\n", {
      target: "y",
    });
    expect(inputs).toEqual({
      kind: "columns",
      columns: [
        { kind: "numbers", name: "a", values: Float32Array.of(1.5, Number.NaN, -2.25, 4) },
        { kind: "levels", name: "b", levels: ["red", "blue"], codes: Int32Array.of(0, 1, 0, -1) },
        { kind: "numbers", name: "c", values: Float32Array.of(Number.NaN, 2, Number.NaN, 3) },
      ],
    });
  });
});

const data = process.env["OCKHAM_DATA"];
describe.skipIf(!data)(`readCsv on real files${data ? "" : " (skipped: OCKHAM_DATA is not set)"}`, () => {
  const tabular = (name: string): string => join(data ?? "", "tabular", name);

  test.each([
    ["wine.csv", { target: "c13" }, [178, 13], ["1", "2", "3"]],
    ["sonar.csv", { target: "c60" }, [208, 60], ["M", "R"]],
    ["breast-cancer-wdbc.csv", { target: "diagnosis", ignore: ["id"] }, [569, 30], ["B", "M"]],
    ["glass.csv", { target: "#9" }, [214, 9], ["1", "2", "3", "5", "6", "7"]],
  ])("%s", async (name, options, [rows, width], classes) => {
    const dataset = await readCsv(tabular(name), options);
    expect(dataset).toMatchObject({
      rows,
      inputs: { shape: [width] },
      targets: { kind: "classes", classes },
    });
  });

  test.each([
    ["abalone.csv", { target: "c8", ignore: ["c0"] }, [4177, 7], [15, 7, 9]],
    ["student-mat-semicolon.csv", { target: "G3" }, [395, 31], [6, 6, 10]],
    ["prostate-esl.csv", { target: "lpsa", ignore: ["id", "train"] }, [97, 8], [-0.4307829, -0.1625189]],
    ["linnerud_exercise.csv", { target: "Jumps" }, [20, 2], [60, 60, 101]],
    ["diabetes_data.csv.gz", { target: "c9" }, [442, 9], [-0.0176461, -0.0922041, -0.0259303]],
  ])("%s", async (name, options, [rows, width], first) => {
    const { targets, ...dataset } = await readCsv(tabular(name), options);
    expect(dataset).toMatchObject({ rows, inputs: { shape: [width] } });
    if (targets.kind !== "numbers") throw new Error("not numbers");
    for (const [i, value] of first.entries()) expect(targets.values[i]).toBeCloseTo(value, 6);
  });

  test.each([
    [
      "titanic-kaggle.csv",
      "Survived",
      891,
      { Age: "numbers", Sex: "levels", Cabin: "levels", Name: "levels" },
    ],
    [
      "california-housing.csv",
      "median_house_value",
      20640,
      { total_bedrooms: "numbers", ocean_proximity: "levels" },
    ],
    ["telco-churn.csv", "Churn", 7043, { TotalCharges: "numbers", customerID: "levels" }],
    ["horse-colic.csv", "c23", 300, { c8: "numbers" }],
    ["penguins.csv", "species", 344, { sex: "levels", body_mass_g: "numbers" }],
  ])("%s", async (name, target, rows, kinds) => {
    const dataset = await readCsv(tabular(name), { target });
    expect(dataset.rows).toBe(rows);
    const { inputs } = dataset;
    const found = inputs.kind === "columns" ? inputs.columns.map(({ name: of, kind }) => [of, kind]) : [];
    expect(Object.fromEntries(found)).toMatchObject(kinds);
  });

  test("a table in Latin-1 with separated thousands and a footnote", async () => {
    const { rows, inputs, targets, notes } = await readCsv(tabular("gdp-per-capita-latin1.tsv"), {
      target: "2015",
    });
    expect(rows).toBe(187);
    expect(targets.kind === "numbers" && targets.values.subarray(0, 3)).toEqual(
      Float32Array.of(599.994, 3995.383, 4318.135),
    );
    const country = inputs.kind === "columns" && inputs.columns.find(({ name }) => name === "Country");
    expect(country && country.kind === "levels" && country.levels).toContain("Côte d'Ivoire");
    expect(notes).toEqual([
      expect.stringContaining("read as windows-1252"),
      expect.stringContaining("the text after its last row was left out"),
      expect.stringContaining("have no value of the target"),
    ]);
  });
});
