import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { split } from "./split.ts";
import { readTableFiles, type TableFiles } from "./table-parts.node.ts";

let folder = "";
const at = (name: string): string => join(folder, name);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ockham-parts-"));
  const files = {
    "train.csv": "size,kind,y\n1,a,no\n2,b,yes\n3,a,no\n4,b,yes\n5,a,no\n6,b,yes\n",
    "test.tsv": "kind\ty\tsize\nc\tyes\t7\na\tno\t8\nb\t\t9\n",
    "other.csv": "size,y\n1,no\n2,yes\n",
    "inputs.csv": "id,u,v\n1,0.5,1\n2,0.25,2\n3,0.125,3\n4,1,4\n",
    "labels.csv": "x\n10.5\n20\n30\n40\n",
    "moreInputs.csv": "id,u,v\n5,7,8\n6,9,10\n",
    "oneLabel.csv": "x\n50\n",
    "moreLabels.csv": "x\n50\n60\n",
    "roles.csv":
      "who,day,much,f,y\nann,03.12.2020,1,1,0\nbob,13.11.2020,2,2,1\nann,01.01.2021,0.5,3,0\nbob,02.01.2021,0,4,1\n",
  };
  for (const [name, content] of Object.entries(files)) await writeFile(at(name), content);
});
afterAll(() => rm(folder, { recursive: true }));

const read = (name: string, options: TableFiles) => readTableFiles(at(name), options);

describe("a test file", () => {
  test("gives the test part, its columns found by name, rows without a target left out", async () => {
    const dataset = await read("train.csv", { target: "y", test: at("test.tsv") });
    expect(dataset).toMatchObject({
      rows: 8,
      given: { test: { from: 6, to: 8 } },
      inputs: {
        columns: [
          { name: "size", values: Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8) },
          { name: "kind", levels: ["a", "b", "c"], codes: Int32Array.of(0, 1, 0, 1, 0, 1, 2, 0) },
        ],
      },
      targets: { classes: ["no", "yes"], labels: Int32Array.of(0, 1, 0, 1, 0, 1, 1, 0) },
      target: { name: "y", why: "its values are texts" },
    });
    expect(dataset.notes).toEqual([expect.stringMatching(/test\.tsv: 1 of 3 rows/)]);
    const taken = split(dataset, { order: "shuffled", stratify: true }, 1);
    expect([...taken.test]).toEqual([6, 7]);
  });

  test("must have the columns of the other", async () => {
    await expect(read("train.csv", { target: "y", test: at("other.csv") })).rejects.toThrow(
      /other\.csv: got no column "kind".*"ockham predict"/,
    );
  });
});

test.each([
  ["yes", "no"],
  ["1", "0"],
])("a test file with the classes %s and %s where training has others is refused", async (...classes) => {
  await writeFile(at("true.csv"), "f,ok\n1,true\n2,false\n3,true\n4,false\n");
  await writeFile(at("said.csv"), `f,ok\n${classes.map((name, f) => `${f},${name}\n`).join("")}`);
  await expect(read("true.csv", { target: "ok", test: at("said.csv") })).rejects.toThrow(
    /said\.csv, column "ok": got .* alone, expected classes of the training rows: "false", "true"/,
  );
});

describe("labels in a file of their own", () => {
  test("are the targets, row by row", async () => {
    const dataset = await read("inputs.csv", {
      target: "x",
      ignore: ["id"],
      labels: at("labels.csv"),
      test: at("moreInputs.csv"),
      testLabels: at("moreLabels.csv"),
    });
    expect(dataset).toMatchObject({
      rows: 6,
      inputs: { columns: ["u", "v"] },
      targets: { kind: "numbers", columns: ["x"], values: Float32Array.of(10.5, 20, 30, 40, 50, 60) },
      given: { test: { from: 4, to: 6 } },
    });
  });

  test("stand beside columns with roles", async () => {
    const options = { target: "x", group: "who", time: "day", weights: "much", labels: at("labels.csv") };
    const dataset = await read("roles.csv", options);
    expect(dataset).toMatchObject({
      weights: Float64Array.of(1, 2, 0.5, 0),
      targets: { values: Float32Array.of(10.5, 20, 30, 40) },
    });
    expect(dataset.groups).toBeDefined();
  });

  test.each([
    ["one row", { labels: "oneLabel.csv" }, /oneLabel\.csv: got 1 row, expected 4, one for each/],
    ["other rows", { labels: "moreLabels.csv" }, /moreLabels\.csv: got 2 rows, expected 4, one for each/],
    [
      "test rows without any",
      { labels: "labels.csv", test: "moreInputs.csv" },
      /data\.testLabels: got nothing/,
    ],
    ["test labels alone", { testLabels: "labels.csv" }, /expected test and labels beside it/],
  ])("are refused for %s", async (_, files, message) => {
    const paths = Object.fromEntries(Object.entries(files).map(([role, name]) => [role, at(name)]));
    await expect(read("inputs.csv", { target: "x", ...paths })).rejects.toThrow(message);
  });
});

describe("columns with a role", () => {
  test("say which rows belong together, when they happened and how much they count, and are no features", async () => {
    const dataset = await read("roles.csv", { target: "y", group: "who", time: "day", weights: "#2" });
    expect(dataset.inputs).toMatchObject({ columns: ["f"] });
    expect(dataset.groups).toEqual(Int32Array.of(0, 1, 0, 1));
    // The day stands first: there is a 13.
    expect(Array.from(dataset.times ?? [], (time) => new Date(time).toISOString().slice(0, 10))).toEqual([
      "2020-12-03",
      "2020-11-13",
      "2021-01-01",
      "2021-01-02",
    ]);
    expect(dataset.weights).toEqual(Float64Array.of(1, 2, 0.5, 0));
    expect(dataset.table?.roles).toEqual({ group: "who", time: "day", weights: "much" });
  });

  test("are learned from where that is asked for", async () => {
    const dataset = await read("roles.csv", { target: "y", group: "who", keep: ["who"], ignore: ["day"] });
    expect(dataset.inputs).toMatchObject({ columns: [{ name: "who" }, { name: "much" }, { name: "f" }] });
  });

  test.each([
    ["the target", { group: "y" }, /got the target "y" for group/],
    ["texts as weights", { weights: "who" }, /column "who": got texts, expected numbers/],
    ["texts as times", { time: "who" }, /column "who": got "ann", expected a time/],
    ["an unknown column", { group: "nobody" }, /"nobody"/],
    ["a third class", { positive: "2" }, /data\.positive: got "2", expected one of 0, 1/],
  ])("are refused: %s", async (_, options, message) => {
    await expect(read("roles.csv", { target: "y", ...options })).rejects.toThrow(message);
  });

  test("the class that is looked for", async () => {
    const dataset = await read("roles.csv", { target: "y", positive: "0" });
    expect(dataset.targets).toMatchObject({ positive: 0 });
  });
});
