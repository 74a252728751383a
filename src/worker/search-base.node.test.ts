import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { readSearchBase } from "./search-base.node.ts";

const folder = mkdtempSync(join(tmpdir(), "ockham-search-base-"));
afterAll(() => rmSync(folder, { recursive: true }));
const write = (text: string): void => writeFileSync(join(folder, "tune.json"), text);

test("a folder without a search, or with one that does not say it, counts paths from nowhere else", async () => {
  expect(await readSearchBase(folder)).toBeUndefined();
  write('{"folds":5}');
  expect(await readSearchBase(folder)).toBeUndefined();
});

test("a search says where it was started; a damaged result is named", async () => {
  write('{"baseFolder":"/data","folds":5}');
  expect(await readSearchBase(folder)).toBe("/data");
  write('{"baseFolder":"/da');
  await expect(readSearchBase(folder)).rejects.toThrow(/tune\.json: got a text that is no JSON/);
});
