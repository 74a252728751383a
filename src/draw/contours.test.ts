import { expect, test } from "vitest";
import { contourLines } from "./contours.ts";

const axis = Array.from({ length: 41 }, (_, i) => (i - 20) / 10);
const field = (value: (x: number, y: number) => number) => ({
  xs: axis,
  ys: axis,
  values: axis.flatMap((y) => axis.map((x) => value(x, y))),
});

test("the contour of a bowl is one closed circle, cut off where the field ends", () => {
  const bowl = field((x, y) => x * x + y * y);
  const [circle = [], ...others] = contourLines(bowl, [1]);
  expect(others).toEqual([]);
  expect(circle[0]).toEqual(circle.at(-1));
  circle.forEach(([x, y]) => expect(Math.hypot(x, y)).toBeCloseTo(1, 2));
  const arcs = contourLines(bowl, [6]);
  expect(arcs).toHaveLength(4);
  arcs.forEach((arc) => {
    const ends = [arc[0], arc.at(-1)].map((point) => Math.max(...(point ?? []).map(Math.abs)));
    expect(ends).toEqual([2, 2]);
  });
});

test("a saddle has two lines at each level, and a level that is nowhere none", () => {
  const saddle = field((x, y) => x * y - 0.001);
  expect(contourLines(saddle, [0.5])).toHaveLength(2);
  expect(contourLines(saddle, [0])).toHaveLength(2);
  expect(contourLines(saddle, [5])).toEqual([]);
  expect(
    contourLines(
      field((x) => (x > 0 ? Number.NaN : x)),
      [-1],
    ),
  ).toHaveLength(1);
});
