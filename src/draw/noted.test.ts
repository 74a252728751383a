import { expect, test } from "vitest";
import { lineFigure } from "./lineFigure.ts";
import { noted } from "./noted.ts";
import { toSvg } from "./svg.tsx";

const figure = {
  title: "Loss",
  xLabel: "epoch",
  yLabel: "loss",
  series: [],
  note: "Lower is better, and what is written here is far too long to stand on a single line under the picture.",
};

test("how to read a picture stands under it in lines of its width, and is all there", () => {
  const picture = lineFigure(figure, { width: 300, height: 200 });
  const whole = noted(picture);
  const lines = whole.marks.slice(picture.marks.length);
  expect(lines.length).toBeGreaterThan(1);
  expect(lines.map((mark) => (mark.shape === "text" ? mark.text : "")).join(" ")).toBe(figure.note);
  lines.forEach((mark) => expect(mark).toMatchObject({ shape: "text", x: 10 }));
  expect(lines.every((mark) => mark.shape === "text" && mark.y > 200 && mark.y < whole.height)).toBe(true);
  expect(noted(whole)).toEqual(whole);
  expect(toSvg(picture)).toContain(">Lower is better, and ");
});
