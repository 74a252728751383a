import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { TableSettings } from "./csv-source.node.ts";
import { readCsv } from "./csv.node.ts";
import type { TableOptions } from "./table-dataset.node.ts";
import { readGivenColumns } from "./table-given.node.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ockham-form-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function read(content: string | Uint8Array, options: TableOptions & TableSettings, name = "data.csv") {
  const path = join(folder, name);
  await writeFile(path, content);
  return readCsv(path, options);
}

test.each([
  [
    "a;y\n1,5;no\n2,5;yes\n",
    {},
    [
      "cells separated by semicolons (detected)",
      "names of columns in the first line (detected)",
      "UTF-8 (detected)",
      "decimal commas in a",
    ],
  ],
  [
    Buffer.from("\uFEFFa~b~y\n1~2~no\n3~4~yes\n", "utf16le"),
    { separator: "~", header: true },
    [
      'cells separated by "~" (as asked)',
      "names of columns in the first line (as asked)",
      "UTF-16LE (by its byte order mark)",
    ],
  ],
  [
    Buffer.from("1\tm\xe9\n2\tb\n3\tb\n", "latin1"),
    { target: "#1" },
    ["cells separated by tabs (detected)", "no names of columns (detected)", "WINDOWS-1252 (a guess)"],
  ],
])("how a file is written is told with what was detected", async (content, options, form) => {
  expect((await read(content, { target: "y", ...options })).table?.form).toEqual(form);
  const zipped = await read(gzipSync(content), { target: "y", ...options }, "data.csv.gz");
  expect(zipped.table?.form).toEqual(form.toSpliced(3, 0, "packed by gzip"));
});

test.each([
  ["windows-1252", "latin1", "", []],
  ["windows-1252", "utf8", "", [/utf-8 .* unlike the training data \(windows-1252\)/]],
  ["windows-1252", "utf8", "\uFEFF", [/utf-8/]],
  ["utf-16le", "utf16le", "", []],
  ["utf-16le", "utf8", "", [/utf-8 .* \(utf-16le\)/]],
] as const)(
  "beside training data in %s a file in %s is read as it is",
  async (usualEncoding, own, mark, told) => {
    const path = join(folder, "own.csv");
    await writeFile(path, Buffer.from(`${mark}word\n${"tea\n".repeat(40_000)}café\n`, own));
    const wanted = [{ name: "word", kind: "levels" }] as const;
    const { columns, notes } = await readGivenColumns(path, wanted, { usualEncoding });
    expect(columns.columns).toMatchObject([{ levels: ["tea", "café"] }]);
    expect(notes).toEqual(told.map((note) => expect.stringMatching(note) as unknown));
  },
);
