import * as fc from "fast-check";
import { expect, test } from "vitest";
import { madeHistory, overfittingHistory } from "../../test/samples/histories.ts";
import { gapCurve, lossCurves, metricCurves } from "./curves.ts";
import type { LineFigure } from "./figure.ts";
import { lineFigure } from "./lineFigure.ts";
import type { Mark, Picture } from "./picture.ts";
import { textWidth } from "./text.ts";

interface Box {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

function boxOf(mark: Extract<Mark, { shape: "text" }>): Box {
  const width = textWidth(mark.text) * mark.size * 0.95;
  const left = mark.anchor === "start" ? mark.x : mark.anchor === "end" ? mark.x - width : mark.x - width / 2;
  return { text: mark.text, left, right: left + width, top: mark.y - mark.size * 0.8, bottom: mark.y };
}

/** Pairs of texts that overlap, and texts that leave the picture. */
function flaws({ marks, width, height }: Picture): string[] {
  const boxes = marks.flatMap((mark) => (mark.shape === "text" ? [boxOf(mark)] : []));
  return boxes.flatMap((a, i) => {
    const out = a.left < 0 || a.right > width || a.top < 0 || a.bottom > height;
    const onto = boxes
      .slice(i + 1)
      .filter((b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom);
    return [...(out ? [`${a.text} leaves the picture`] : []), ...onto.map((b) => `${a.text} on ${b.text}`)];
  });
}

test("no label overlaps another or leaves the picture, whatever the curves", () => {
  const level = fc.double({ min: 1e-3, max: 1e4, noNaN: true });
  const epochs = fc.integer({ min: 1, max: 300 });
  fc.assert(
    fc.property(epochs, fc.tuple(level, level), fc.tuple(fc.nat(), fc.nat()), (count, levels, moment) => {
      const [train, validation] = levels;
      const [best, onset] = moment;
      const history = madeHistory({
        epochs: count,
        train: (t) => train / t,
        validation: (t) => validation + train / t,
      });
      const moments = { bestEpoch: (best % count) + 1, onset: (onset % count) + 1 };
      for (const figure of [
        lossCurves(history, moments),
        metricCurves(history, "accuracy", moments),
        gapCurve(history, moments),
      ])
        expect(flaws(lineFigure(figure))).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

test("the names of lines that end together stand apart", () => {
  const series = ["a", "b", "c"].map(
    (name) =>
      ({
        name,
        role: "other",
        points: [
          [1, 1],
          [2, 1],
        ],
      }) as const,
  );
  const figure: LineFigure = { title: "t", xLabel: "x", yLabel: "y", series };
  const names = lineFigure(figure).marks.flatMap((mark) =>
    mark.shape === "text" && mark.bold === true && mark.text !== "t" ? [mark.y] : [],
  );
  expect(names).toHaveLength(3);
  const [a = 0, b = 0, c = 0] = names.toSorted((first, second) => first - second);
  expect(Math.min(b - a, c - b)).toBeGreaterThanOrEqual(15);
});

test("everything drawn lies within the picture", () => {
  const history = overfittingHistory();
  const banded = lossCurves(history, { bestEpoch: 15, onset: 18 });
  const wide = {
    ...banded,
    series: banded.series.map((line) => ({ ...line, band: [[1, -99, 99] as const, [60, -99, 99] as const] })),
  };
  for (const mark of lineFigure(wide).marks) {
    if (mark.shape !== "area" && mark.shape !== "line") continue;
    for (const [x, ...ys] of mark.points) {
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x).toBeLessThanOrEqual(460);
      expect(Math.min(...ys)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...ys)).toBeLessThanOrEqual(320);
    }
  }
});

test("diverging losses are drawn on a log scale and say so", () => {
  const history = madeHistory({ epochs: 20, train: (t) => 2 / t + (t > 18 ? 1e9 : 0), noise: 0 });
  const figure = lossCurves(history);
  expect(figure.yScale).toBe("log");
  expect(figure.yLabel).toBe("loss (log scale)");
});

test("a band of usual width is drawn whole, and one that is far too wide is cut", () => {
  const halves = (error: number): number[] => {
    const points = [
      [1, 1],
      [2, 1.2],
    ] as const;
    const band = points.map(([x, y]) => [x, y - error, y + error] as const);
    const figure: LineFigure = {
      title: "t",
      xLabel: "x",
      yLabel: "y",
      series: [{ name: "a", role: "validation", points, band }],
    };
    const { marks } = lineFigure(figure);
    const line = marks.find((mark) => mark.shape === "line" && mark.role === "validation");
    const area = marks.find((mark) => mark.shape === "area");
    const middles = line?.shape === "line" ? line.points : [];
    const edges = area?.shape === "area" ? area.points : [];
    return edges.flatMap(([, low, high], i) => [low - middles[i]![1], middles[i]![1] - high]);
  };
  const [first = 0, ...others] = halves(0.08);
  for (const other of others) expect(other).toBeCloseTo(first, 6);
  const [, above, below] = halves(50);
  expect(Math.max(above ?? 0, below ?? 0)).toBeLessThan(200);
});

test("lines of one colour are dashed differently, with a piece of each before its name; levels are named", () => {
  const roles = ["train", "test", "train", "train"] as const;
  const many: LineFigure = {
    title: "Many",
    xLabel: "x",
    yLabel: "y",
    series: roles.map((role, i) => ({
      name: `line ${i}`,
      role,
      points: [
        [0, i],
        [1, 2 * i],
      ],
    })),
    references: [{ y: 3, label: "off" }],
  };
  const { marks } = lineFigure(many);
  const dashes = marks.flatMap((mark) =>
    mark.shape === "line" && mark.role === "train" ? [JSON.stringify(mark.dash ?? [])] : [],
  );
  expect(dashes).toHaveLength(6);
  expect(new Set(dashes).size).toBe(3);
  expect(marks.some((mark) => mark.shape === "text" && mark.text === "off")).toBe(true);
  expect(flaws(lineFigure(many))).toEqual([]);
});
