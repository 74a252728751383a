import { expect, test } from "vitest";
import { gridPicture } from "./grid.ts";
import { gridText } from "./grid-text.ts";

const figure = {
  title: "Choosing",
  xLabel: "rate",
  yLabel: "λ",
  valueLabel: "loss",
  columns: ["0", "0.5"],
  rows: ["10", "1"],
  cells: [
    [{ value: 4 }, { value: Number.NaN }],
    [
      { value: 1, kind: "near" as const },
      { value: 2, kind: "partial" as const },
    ],
  ],
  marks: [{ kind: "best" as const, label: "λmin", at: [0, 1] as const }],
  kinds: { near: "nearly as good", partial: "stopped" },
};

test("the lowest value has the strongest colour, a value that is not known none", () => {
  const { marks, description } = gridPicture(figure);
  const shades = marks.flatMap((mark) =>
    mark.shape === "boxes" && mark.role === "train" ? [{ opacity: mark.opacity, boxes: mark.boxes }] : [],
  );
  expect(shades.map(({ boxes }) => boxes.length)).toEqual([1, 1]);
  expect(shades.map(({ opacity }) => opacity)).toEqual([expect.closeTo((0.55 / 8) * 2), 0.55]);
  // The strongest one is that of the last row's first cell, which has a frame around it.
  const [box] = shades[1]?.boxes ?? [];
  const frame = marks.find((mark) => mark.shape === "line");
  expect(frame?.shape === "line" && frame.points[0]).toEqual(box?.slice(0, 2));
  expect(description).toContain("λmin: rate 0, λ 1.");
});

test("as text: symbols before what is marked, and what they mean; nothing where it does not fit", () => {
  expect(gridText(figure, { columns: 80, color: false })?.split("\n")).toEqual([
    "Choosing: loss",
    " λ   rate →",
    "       0   0.5",
    "10     4     –",
    " 1    ◆1    *2",
    "  ◆ λmin   · nearly as good   * stopped",
  ]);
  expect(gridText(figure, { columns: 10, color: false })).toBeUndefined();
});
