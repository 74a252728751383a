import { expect, test } from "vitest";
import type { Mark, Picture } from "./picture.ts";
import { stack } from "./stack.ts";

const marks: readonly Mark[] = [
  {
    shape: "line",
    role: "train",
    points: [
      [1, 2],
      [3, 4],
    ],
    width: 1,
  },
  { shape: "area", role: "train", points: [[1, 2, 3]] },
  { shape: "boxes", role: "train", boxes: [[1, 2, 3, 4]], opacity: 1 },
  { shape: "dot", role: "train", x: 1, y: 2, radius: 3 },
  { shape: "text", role: "ink", x: 1, y: 2, text: "a", size: 12, anchor: "start" },
];
const picture = (title: string, width: number): Picture => ({
  title,
  description: `${title} in words.`,
  width,
  height: 100,
  marks,
});

test("the second picture stands below the first, and nothing else changes", () => {
  const both = stack("both", [picture("one", 40), picture("two", 60)]);
  expect(both).toMatchObject({
    width: 60,
    height: 200,
    description: "one: one in words. two: two in words.",
  });
  expect(both.marks.slice(0, 5)).toEqual(marks);
  expect(both.marks.slice(5)).toEqual([
    {
      ...marks[0],
      points: [
        [1, 102],
        [3, 104],
      ],
    },
    { ...marks[1], points: [[1, 102, 103]] },
    { ...marks[2], boxes: [[1, 102, 3, 4]] },
    { ...marks[3], y: 102 },
    { ...marks[4], y: 102 },
  ]);
});
