import { expect, test } from "vitest";
import { fileName } from "./values.ts";

test("the end of a file's name has to say what is written into it", () => {
  expect(fileName(".svg")("Path.SVG")).toBe("Path.SVG");
  expect(() => fileName(".svg", ".png")("path.txt")).toThrow("Expected a name that ends in .svg or .png.");
});
