import { render } from "preact-render-to-string";
import { h } from "preact";
import { expect, test } from "vitest";
import type { WeightStory } from "../train/index.ts";
import { refined } from "./weight-space.ts";
import { filterFigure, histogramFigure, sliceFigure, WeightPictures } from "./weights.tsx";

const axis = [-2, -1, 0, 1, 2];
const grid = (value: (x: number, y: number) => number) => ({
  xs: axis,
  ys: axis,
  values: axis.flatMap((y) => axis.map((x) => value(x, y))),
});
const story = (epochs: number, parameters = ["dense1.weight", "output.weight"]): WeightStory => ({
  records: Array.from({ length: epochs }, (_, i) => ({
    epoch: i + 1,
    step: 10 * (i + 1),
    histograms: Object.fromEntries(parameters.map((name) => [name, { from: -1, to: 1, counts: [1, 2, 3] }])),
    followed: [0, 1],
  })),
  slice: {
    names: ["output.weight[0, 1]", "output.weight[2, 1]"],
    losses: grid((x, y) => (x - 1) ** 2 + y ** 2),
    penalties: grid((x, y) => Math.abs(x) + Math.abs(y)),
    kept: { place: [1, 0], loss: 0.5, penalty: 1 },
    way: [
      [0, 0],
      [1, 0],
    ],
    rows: 1000,
    followed: 64,
  },
  filters: {
    name: "dense1.weight",
    width: 2,
    height: 2,
    channels: 3,
    shown: [{ unit: 4, values: Array.from({ length: 12 }, (_, i) => i - 6) }],
    units: 9,
  },
});

test("a field between its places is that of a smooth function, and exact where it was measured", () => {
  const found = refined(grid((x, y) => x * x + 3 * y));
  expect(found.xs).toHaveLength(17);
  found.ys.forEach((y, row) =>
    found.xs.forEach((x, column) => {
      const value = found.values[row * 17 + column] as number;
      const isInside = Math.abs(x) <= 1;
      expect(Math.abs(value - (x * x + 3 * y))).toBeLessThan(isInside || Number.isInteger(x) ? 1e-12 : 0.2);
    }),
  );
});

test("the penalty through the kept weights is drawn whatever its shape, and named once", () => {
  const figure = sliceFigure(story(3).slice as NonNullable<WeightStory["slice"]>);
  const [diamond, minima, way, kept] = figure.items;
  expect(minima?.name).toBe("minimum as the penalty grows");
  expect(Math.hypot(...(minima?.points.at(-1) as [number, number]))).toBeLessThan(0.1);
  diamond?.points.forEach(([x, y]) => expect(Math.abs(x) + Math.abs(y)).toBeCloseTo(1, 9));
  expect(way?.points).toEqual([
    [0, 0],
    [1, 0],
  ]);
  expect(kept?.points).toEqual([[1, 0]]);
  expect(figure.note).toMatch(
    /^Along a contour .* of 1,000 training rows, over the two largest weights of 64/,
  );
  const free = { ...(story(3).slice as NonNullable<WeightStory["slice"]>), penalties: grid(() => 0) };
  expect(sliceFigure(free).items.map(({ name }) => name)).toEqual([
    "minimum as an L2 penalty grows",
    "training, epoch by epoch",
    "kept",
  ]);
  expect(sliceFigure(free).note).not.toContain("the penalty");
});

test("filters are a raster for each channel, and many epochs are thinned out", () => {
  const figure = filterFigure(story(1).filters as NonNullable<WeightStory["filters"]>);
  expect(figure.rows.map(({ label, rasters }) => [label, rasters[0]?.values])).toEqual([
    ["red", [-6, -5, -4, -3]],
    ["green", [-2, -1, 0, 1]],
    ["blue", [2, 3, 4, 5]],
  ]);
  expect(figure.rows[2]?.rasters[0]?.caption).toBe("5");
  expect(figure.note).toContain("1 of 9 units are shown.");
  expect(histogramFigure(story(500), "dense1.weight").columns.length).toBeLessThanOrEqual(60);
});

test("the part of the report shows them all, each with how to read it, and says what it leaves out", () => {
  const html = render(h(WeightPictures, { story: story(3) }));
  expect(html.match(/<svg/g)).toHaveLength(4);
  expect(html.match(/<figcaption>/g)).toHaveLength(3);
  const names = Array.from({ length: 11 }, (_, i) => `conv${i}.weight`);
  const large = render(h(WeightPictures, { story: story(3, names) }));
  expect(large.match(/<title>Weights of /g)).toHaveLength(8);
  expect(large).toContain("The first and the last 4 of 11 parameters are shown.");
  expect(render(h(WeightPictures, { story: undefined }))).toBe("");
});
