import { expect, test } from "vitest";
import { calibrationFigure } from "./calibration.ts";
import { lineFigure } from "./lineFigure.ts";

const bins = [
  { rows: 0, confidence: 0, right: 0 },
  { rows: 30, confidence: 0.6, right: 0.5 },
  { rows: 120, confidence: 0.9, right: 0.75 },
];

test("bins without rows have no point; every other one has its interval and its bar", () => {
  const figure = calibrationFigure(bins, "test");
  const [perfect, measured] = figure.series;
  expect(perfect?.points).toEqual([
    [0, 0],
    [1, 1],
  ]);
  expect(measured?.points).toEqual([
    [0.6, 0.5],
    [0.9, 0.75],
  ]);
  // Wilson's interval of 15 of 30 rows is 0.3315 to 0.6685.
  const [x, low, high] = measured?.band?.[0] ?? [];
  expect([x, low?.toFixed(4), high?.toFixed(4)]).toEqual([0.6, "0.3315", "0.6685"]);
  expect(figure.note).toContain("the 150 rows");
});

test("bars are as high as their rows are many, and stand on the axis", () => {
  const { marks } = lineFigure(calibrationFigure(bins, "test"));
  const boxes = marks.flatMap((mark) => (mark.shape === "boxes" ? mark.boxes : []));
  expect(boxes).toHaveLength(2);
  const [few = 0, many = 0] = boxes.map(([, , , height]) => height);
  expect(many / few).toBeCloseTo(4, 9);
  const [one = 0, other = 0] = boxes.map(([, y, , height]) => y + height);
  expect(one).toBeCloseTo(other, 9);
});
