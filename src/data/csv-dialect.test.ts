import { describe, expect, test } from "vitest";
import { detectDialect, isNumeric } from "./csv-dialect.ts";

describe("detectDialect", () => {
  test.each([
    ["semicolons beside decimal commas", "1,5;2,5\n3,5;4,5\n", ";"],
    ["commas beside blanks in cells", "name here,y\na b,1\nc,2\n", ","],
    ["commas where one line is ragged", "a,b,y\n1,2,3\n4,5\n6,7,8\n", ","],
    ["tabs beside commas in cells", "a\ty\n1,2 x\t0\n3,4 y\t1\n", "\t"],
    ["delimiters within quotes do not count", 'a|y\n"1;2;3"|0\n"4;5;6"|1\n', "|"],
    ["a single column", "a\n1\n2\n", ","],
  ])("finds %s", (_, sample, delimiter) => {
    expect(detectDialect(sample).delimiter).toBe(delimiter);
  });

  test.each([
    ["names above numbers", "a,b\n1,2\n", true],
    ["names above numbers of which some are missing", "a,b\n?,2\n1,\n", true],
    ["one name above numbers", "1,4,setosa\n5,3,0\n4,3,0\n", true],
    ["numbers only", "1,2\n3,4\n", false],
    ["texts above texts beside numbers", "M,1\nF,2\nM,3\n", false],
    ["a missing value in the first line", "?,1\n2,2\n", false],
    ["texts only, new in the first line", "sex,eye\nm,blue\nf,brown\n", true],
    ["texts only, seen again", "m,blue\nf,brown\nm,green\n", false],
    ["a header without rows", "a,b\n", true],
  ])("knows whether there is a header: %s", (_, sample, hasHeader) => {
    expect(detectDialect(sample).hasHeader).toBe(hasHeader);
  });

  test("numbers the columns without a name", () => {
    expect(detectDialect('"",V1, V2 \nx,1,2\n').columns).toEqual(["c0", "V1", "V2"]);
    expect(detectDialect("1,2\n3,4\n").columns).toEqual(["c0", "c1"]);
  });
});

test.each([
  ["1", true],
  [" -1.5e-3 ", true],
  [".5", true],
  ["5.", true],
  ["", false],
  [".", false],
  ["1,5", false],
  ["NaN", false],
  ["0x10", false],
  ["1 2", false],
])("isNumeric(%j) is %s", (cell, expected) => {
  expect(isNumeric(cell)).toBe(expected);
});
