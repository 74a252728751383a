import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { csvFault } from "./csv-faults.node.ts";
import { openCsv } from "./csv-source.node.ts";
import { readCsv } from "./csv.node.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ockham-csv-source-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function written(name: string, content: string): Promise<string> {
  const path = join(folder, `${name}.csv`);
  await writeFile(path, content);
  return path;
}

describe("a cell", () => {
  const table = (length: number): string => `a,y\n${"x".repeat(length)},1\nz,2\nz,1\nz,2\nz,1\n`;

  test("of millions of characters is read", async () => {
    const { rows } = await readCsv(await written("long", table(2_100_000)), { target: "y" });
    expect(rows).toBe(5);
  });

  test("that is too long is told by its line, and what to do", () => {
    const said =
      "CSV Error on Line: 2\nMaximum line size of 32000000 bytes exceeded. Actual Size:33000001 bytes.";
    expect(csvFault(new Error(said), "a.csv")?.message).toMatch(
      /a.csv, line 2: got a line of more than 32 MB, .* Close a quote/,
    );
  });
});

test("lines that end with carriage returns alone are told as such", async () => {
  await expect(openCsv(await written("mac", "a,y\r1,2\r3,4\r"))).rejects.toThrow(
    /got lines that end with a carriage return alone.* tr '\\r' '\\n' </,
  );
});

describe("a table that is wider than what is looked at first", () => {
  const names = Array.from({ length: 9000 }, (_, i) => `gene${1_000_000 + i}`);
  const row = (y: number): string => [...names.map((_, i) => (i * (y + 3)) % 10), y].join(",");
  const rows = (end = "\n"): string => [[...names, "y"].join(","), row(0), row(1), row(2), row(3)].join(end);

  test.for<[string, string]>([
    ["has all its columns", rows()],
    ["with line ends of two characters", rows("\r\n")],
    ["below comments", `# one\n# two\n\n# three\n# four\n${rows()}`],
  ])("%s", async ([name, content]) => {
    expect((await openCsv(await written(name, content))).columns).toEqual([...names, "y"]);
  });

  test("is told by its first names where one is wrong", async () => {
    const message = await readCsv(await written("wrong", rows()), { target: "price of it" }).catch(String);
    expect(message).toMatch(/Known are: gene1000000, .* gene1000049 and 8,951 more\.$/);
  });
});
