import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fitEncoding } from "./columns.ts";
import { readCsv } from "./csv.node.ts";
import type { Columns, SourceDataset } from "./dataset.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ockham-preamble-"));
});
afterAll(() => rm(folder, { recursive: true }));

function columnsOf(inputs: SourceDataset["inputs"]): Columns["columns"] {
  if (inputs.kind === "columns") return inputs.columns;
  if (inputs.kind !== "table") throw new Error("no table");
  const { columns = [], values } = inputs;
  return columns.map((name, at) => ({
    kind: "numbers",
    name,
    values: Float32Array.from(values.filter((_, i) => i % columns.length === at)),
  }));
}

async function read(content: string | Uint8Array, target: string) {
  const path = join(folder, "data.txt");
  await writeFile(path, content);
  const dataset = await readCsv(path, { target });
  return { ...dataset, columns: columnsOf(dataset.inputs) };
}

const u = { name: "u", values: Float32Array.of(1, 2, 3) };
const v = { name: "v", values: Float32Array.of(0.5, 0.25, 10) };

describe("columns that blanks align", () => {
  const lines = '   u      v  "the kind"\n   1   0.50  "a b"\n   2   0.25  c\n   3  10.00  "a b"\n';
  test.each([
    ["as they are", lines],
    ["with other line ends", lines.replaceAll("\n", "\r\n")],
    ["packed", gzipSync(lines)],
  ])("are cells: %s", async (_, content) => {
    const { columns, targets } = await read(content, "the kind");
    expect(columns).toMatchObject([u, v]);
    expect(targets).toMatchObject({ classes: ["a b", "c"], labels: Int32Array.of(0, 1, 0) });
  });

  test("a wrong cell is told by its line", async () => {
    const many = Array.from({ length: 40 }, (_, i) => `  ${i}   ${i}  x${i % 2}\n`).join("");
    await expect(read(` a   b  y\n${many} oops   3  x1\n`, "y")).rejects.toThrow(
      /line 42, column "a": got "oops"/,
    );
  });
});

describe("comments at the head", () => {
  test("are left out, and told", async () => {
    const { columns, notes } = await read(
      "# made in 2020\n\n# by hand\nu,v,y\n1,0.5,a\n2,0.25,b\n3,10,a\n",
      "y",
    );
    expect(columns).toMatchObject([u, v]);
    expect(notes).toEqual(["the 2 lines of comments at its head were left out"]);
  });

  test("name the columns where the last one has as many cells and no header follows", async () => {
    const { columns } = await read("# by numpy\n# u v y\n1 0.5 7\n2 0.25 8\n3 10 7\n", "y");
    expect(columns).toMatchObject([u, v]);
  });

  test("are told from what was left out where they name the columns", async () => {
    const rows = Array.from({ length: 12 }, (_, row) => `${row + 1},${row % 2},${row % 3},${row % 2}`).join(
      "\n",
    );
    for (const [head, notes] of [
      ["#,u,v,y", undefined],
      ["# by hand\n#,u,v,y", ["the other comment at its head was left out"]],
    ] as const) {
      const dataset = await read(`${head}\n${rows}\n`, "y");
      expect(dataset.columns.map(({ name }) => name)).toEqual(["#", "u", "v"]);
      expect(dataset.notes).toEqual(notes);
      expect(dataset.table?.form[1]).toBe(
        "names of columns in a line above them that begins with # (detected)",
      );
      expect(
        fitEncoding(
          dataset.inputs as Columns,
          Int32Array.from({ length: 12 }, (_, i) => i),
        ).leftOut,
      ).toEqual([{ name: "#", why: "rowNumber" }]);
    }
  });

  test("are rows where all lines begin so", async () => {
    const { rows } = await read("#f00,1,a\n#0f0,2,b\n#00f,3,a\n", "c2");
    expect(rows).toBe(3);
  });

  test("count as lines where something is wrong", async () => {
    await expect(read("# one\n# two\nu,y\n1,a\n2,b,3\n", "y")).rejects.toThrow(/line 5: got 3 cells/);
    const many = Array.from({ length: 40 }, (_, i) => `${i},x${i % 2}\n`).join("");
    await expect(read(`# one\nu,y\n${many}oops,x1\n`, "y")).rejects.toThrow(/line 43, column "u"/);
  });
});

test("a first line that counts rows and columns is left out, whatever its width", async () => {
  for (const names of ["ann,bob,cecilia", "ann,bob"]) {
    const { columns, notes } = await read(`3,4,${names}\n1,0.5,0,0,0\n2,0.25,0,0,1\n3,10,0,0,0\n`, "c4");
    expect(columns[1]).toMatchObject({ name: "c1", values: v.values });
    expect(notes).toEqual([expect.stringMatching(/first line \("3,4,ann.*"\) counts rows and columns/)]);
  }
  const { columns } = await read("2,2,x\n1,0.5,0\n2,0.25,1\n2,0.25,1\n", "c2");
  expect(columns[0]).toMatchObject({ name: "c0" });
});
