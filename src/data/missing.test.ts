import { expect, test } from "vitest";
import { isPresent, marksOf, missingMarksOf } from "./missing.ts";

test("marks may be written as one, several, or by column, as texts or numbers", () => {
  expect(missingMarksOf("NULL")).toEqual(["NULL"]);
  expect(missingMarksOf([-200, "none"])).toEqual(["-200", "none"]);
  const byColumn = missingMarksOf({ glucose: 0, note: ["-", "x"] });
  expect(marksOf(byColumn, "glucose")).toEqual(["0"]);
  expect(marksOf(byColumn, "note")).toEqual(["-", "x"]);
  expect(marksOf(byColumn, "constructor")).toEqual([]);
});

test("a cell is present unless it is blank or a mark, whatever its case", () => {
  expect(["", " ", "NaN", "n/a", "None"].map((cell) => isPresent(cell, ["none"]))).toEqual(
    Array(5).fill(false),
  );
  expect(isPresent("0", ["none"])).toBe(true);
});
