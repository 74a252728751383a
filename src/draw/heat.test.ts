import { expect, test } from "vitest";
import type { Box } from "./picture.ts";
import { heatPicture } from "./heat.ts";

const picture = heatPicture({
  title: "Weights",
  xLabel: "epoch",
  yLabel: "value",
  columns: [
    { x: 1, from: -1, to: 1, counts: [0, 4] },
    { x: 2, from: -3, to: 1, counts: [1, 4] },
  ],
  note: "The darker, the more.",
});

test("every interval that holds something is a box at its place, darker with its share", () => {
  const cells = picture.marks.filter((mark) => mark.shape === "boxes");
  // The root of a quarter is a half.
  expect(cells.map(({ opacity, boxes }) => [opacity, boxes.length])).toEqual([
    [0.5, 1],
    [1, 2],
  ]);
  const [[light], [first, second]] = cells.map(({ boxes }) => boxes) as unknown as [[Box], [Box, Box]];
  // From −3 to −1, twice as high as from 0 to 1, and below from −1 to 1.
  expect(light[3]).toBeCloseTo(2 * first[3], 0);
  expect(light[1]).toBeCloseTo(second[1] + second[3], 0);
  expect(light[0]).toBe(second[0]);
  expect(second[0]).toBeCloseTo(first[0] + first[2], 0);
  const texts = picture.marks.flatMap((mark) => (mark.shape === "text" ? [mark.text] : []));
  expect(texts).toEqual(expect.arrayContaining(["Weights", "epoch", "value", "1", "2", "−3", "0"]));
  // The axis ends where the last column does, not with a further epoch.
  expect(texts).not.toContain("3");
  expect(picture).toMatchObject({
    note: "The darker, the more.",
    description: "value over epoch. The darker, the more.",
  });
});
