import { expect, test } from "vitest";
import type { Point } from "./picture.ts";
import { planePicture } from "./plane.ts";

const axis = (from: number, to: number) =>
  Array.from({ length: 11 }, (_, i) => from + ((to - from) * i) / 10);
const [xs, ys] = [axis(-1, 3), axis(-1, 1)];
const picture = planePicture({
  title: "Weight space",
  xLabel: "dose",
  yLabel: "age",
  field: { xs, ys, values: ys.flatMap((y) => xs.map((x) => x * x + y * y)) },
  levels: [0.25],
  fieldName: "loss",
  items: [
    {
      name: "ball",
      role: "validation",
      kind: "shape",
      points: [
        [1, 0],
        [0, 1],
        [-1, 0],
        [0, -1],
      ],
    },
    {
      name: "way",
      role: "train",
      kind: "path",
      points: [
        [0, 0],
        [2, 0],
      ],
    },
    { name: "best", role: "test", kind: "place", points: [[2, 0]] },
  ],
  note: "Where both touch.",
});

test("one unit is as long on both axes, shapes are closed, and all are named in the key", () => {
  const lines = picture.marks.filter((mark) => mark.shape === "line");
  const ball = lines.find(({ role, points }) => role === "validation" && points.length === 5);
  if (!ball) throw new Error("no ball");
  const [[right, middle], [centre, top]] = ball.points as readonly [Point, Point];
  expect(right - centre).toBeCloseTo(middle - top, 9);
  expect(ball.points[0]).toEqual(ball.points[4]);
  const way = lines.find(({ role, points }) => role === "train" && points[0]?.[0] === centre)?.points;
  expect((way?.[1]?.[0] ?? 0) - centre).toBeCloseTo(2 * (right - centre), 9);
  expect(picture.marks).toContainEqual(
    expect.objectContaining({ shape: "dot", role: "test", x: way?.[1]?.[0], y: middle }),
  );
  const texts = picture.marks.flatMap((mark) => (mark.shape === "text" ? [mark.text] : []));
  expect(texts).toEqual(
    expect.arrayContaining(["Weight space", "dose", "age", "loss", "ball", "way", "best"]),
  );
  expect(picture.note).toBe("Where both touch.");
  expect(picture.description).toBe("age against dose: loss; ball, way, best. Where both touch.");
});
