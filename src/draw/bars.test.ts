import { expect, test } from "vitest";
import { type BarFigure, drawingText, pictureOf, toSvg } from "./index.ts";

const figure: BarFigure = {
  title: "Shares",
  groupLabel: "class",
  groups: ["a", "b"],
  series: [
    { name: "before", role: "other", values: [1, 0] },
    { name: "after", role: "train", values: [0.95, 0.05] },
  ],
};

test("bars as text: a line for each group, eighths of a character", () => {
  expect(drawingText({ bars: figure }, { columns: 80, rows: 9, color: false }).split("\n")).toEqual([
    "Shares",
    "class  before             after",
    "a      ██████████ 1       █████████▌ 0.95",
    "b       0                 ▌ 0.05",
  ]);
});

test("bars as a picture, with the numbers in words", () => {
  const svg = toSvg(pictureOf({ bars: figure })).replace(/<style>.*<\/style>/s, "");
  expect(svg).toContain("<desc>before: 1, 0. after: 0.95, 0.05.</desc>");
  expect(svg.replaceAll("><", ">\n<")).toMatchSnapshot();
});
