import { expect, test } from "vitest";
import { csv, imageFolder, parquet } from "../datasets/index.ts";
import { checkDataFlags, dataEdits, formOf } from "./data-flags.ts";

test("lists are separated by commas; names with commas stand in double quotes", () => {
  const edits = dataEdits({ ignore: 'id, "size, m" ,"say ""so"""', missing: "-200,none" });
  expect(JSON.parse(edits["data.ignore"] ?? "")).toEqual(["id", "size, m", 'say "so"']);
  expect(JSON.parse(edits["data.missing"] ?? "")).toEqual(["-200", "none"]);
  expect(edits["data.target"]).toBeUndefined();
});

test("how a file is written is said in words", () => {
  expect(formOf({ header: "no", separator: "tab" })).toEqual({ header: false, separator: "\t" });
  expect(dataEdits({ header: "yes", separator: "~" })).toMatchObject({
    "data.header": "true",
    "data.separator": "~",
  });
});

test.each([
  [parquet, { target: "y", header: "no" }, /--header: got a flag for other data .*expected none for Parquet/],
  [csv, { target: "y", text: "t", decimal: "," }, /--text: got a flag beside --decimal/],
  [imageFolder, { group: "who" }, /--group: got .*none for Folder of images.*name it by --test/],
  [undefined, { labels: "y.csv" }, /--labels: got .*none for this data/],
] as const)("%# refuses what the data does not take", (source, flags, message) => {
  expect(() => checkDataFlags(source, undefined, flags)).toThrow(message);
});
