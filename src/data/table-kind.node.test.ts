import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { looksLikeTable, tableKind } from "./table-kind.node.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ockham-kind-"));
});
afterAll(() => rm(folder, { recursive: true }));

test.each([
  ["a.csv", "x", "delimited", true],
  ["b.json", "x", "json", true],
  ["iris.data", "5.1,3.5,a\n4.9,3,b\n", "delimited", true],
  ["table", "u v\n1 2\n3 4\n", "delimited", true],
  ["lines", '{"a":1}\n{"a":2}\n', "json", true],
  ["array", ' [{"a":1}]', "json", true],
  ["one-column", "a\n1\n2\n", "delimited", false],
  ["bytes", Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 1, 7), "delimited", false],
  ["notes.md", "a, b\nc, d\n", "delimited", false],
] as const)("%s", async (name, content, kind, looks) => {
  const path = join(folder, name);
  await writeFile(path, content);
  expect(await tableKind(path)).toBe(kind);
  expect(await looksLikeTable(path, kind)).toBe(looks);
  expect(await looksLikeTable(path, "parquet")).toBe(false);
});

test("a folder is none", async () => {
  expect(await looksLikeTable(folder, "delimited")).toBe(false);
});
