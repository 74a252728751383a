import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { toNumbers } from "./numbers.ts";
import { readTableFiles, type TableFiles } from "./table-parts.node.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ockham-ordinal-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function read(options: Partial<TableFiles>) {
  const path = join(folder, "shirts.csv");
  await writeFile(path, "size,price,y\nM,1.5,2.5\nS,2.5,3.25\n,1,1\nL,7,1.75\nS,2,9.5\n");
  return readTableFiles(path, { target: "y", ...options });
}

const train = Int32Array.of(0, 1, 2, 3, 4);

test.each([
  ["in memory", undefined],
  ["on disk", 0],
])("a column with an order becomes its places, %s", async (_, memory) => {
  const { inputs } = toNumbers(await read({ ordinal: { "#0": ["S", "M", "L"] }, memory }), train);
  expect(inputs).toMatchObject({ columns: ["size", "size is missing", "price"] });
  if (inputs.kind !== "table") throw new Error("a table is wanted");
  const sizes = inputs.stream?.numbers?.(0) ?? inputs.values.filter((__, at) => at % 3 === 0);
  expect([...sizes]).toEqual([1, 0, 0.5, 2, 0]);
});

test.each([
  [
    "a level that the order lacks",
    { size: ["S", "M"] },
    /shirts\.csv, column "size": got "L", which is not in its order, expected one of S, M/,
  ],
  ["a level twice", { size: ["S", "M", "L", "S"] }, /data\.ordinal: got "S" twice in the order of "size"/],
  ["numbers", { price: ["1", "2"] }, /column "price": got numbers, which have an order by themselves/],
  ["no column", { sise: ["S", "M"] }, /the column "sise".*Did you mean "size"/],
  ["the target", { y: ["1", "2"] }, /the column "y", expected a column of the file/],
])("%s is refused", async (_, ordinal, message) => {
  await expect(read({ ordinal })).rejects.toThrow(message);
});
