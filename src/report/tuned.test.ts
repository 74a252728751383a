import { expect, test } from "vitest";
import { axisOf, type Edge, type JudgedPoint, type Tuned } from "../search/index.ts";
import { learnedFigure, learnedText } from "./learned.ts";
import { curveFigures, tunedGrid } from "./tuned-figures.ts";
import { tunedText } from "./tuned.ts";

const point = (lambda: number, losses: readonly number[], more: Partial<JudgedPoint> = {}): JudgedPoint => ({
  strengths: { "l2.lambda": lambda },
  losses,
  mean: losses.reduce((a, b) => a + b, 0) / losses.length,
  standardError: 0.1,
  metric: 0.5,
  ...more,
});
const stopped = { isStopped: true, standardError: Number.NaN } as const;
const tuned: Tuned = {
  axes: [axisOf("l2=0,1,10,100,1000", 5)],
  curve: {
    points: [
      point(0, [3, 3.2, 3.1]),
      point(1, [1, 1.2, 1.1]),
      point(10, [1.1, 1.3, 1.2]),
      point(100, [8, 9], stopped),
      point(1000, [Infinity, Infinity], stopped),
    ],
    min: 1,
    oneSe: 2,
  },
  added: 0,
  edges: [],
  members: [],
};

test("a strength that was stopped stands without an error, and why", () => {
  const text = tunedText(tuned);
  expect(text).toMatch(/^100 +8\.500 +0\.5000 +stopped after 2 folds$/m);
  expect(text).toMatch(/^1000 +diverged/m);
  expect(text).toMatch(/^10 +1\.200 ± 0\.1 .*most regularized within one standard error/m);
  expect(text.replaceAll("\n", " ")).toContain(
    "1 strength was stopped before the last fold: worse than the best",
  );
  const [figure] = curveFigures(tuned, 3);
  expect(figure?.marks?.map(({ kind, label }) => [kind, label])).toEqual([
    ["best", "λmin 1"],
    ["onset", "λ1se 10"],
  ]);
  expect(figure?.references?.[0]?.label).toBe("off");
  expect(figure?.note).toContain("points without a band were stopped before their last fold");
  expect(figure?.series[0]?.band?.[3]).toEqual([100, Number.NaN, Number.NaN]);
});

test("where leaving it out is best, which has no place on a logarithmic scale, its level is named", () => {
  const [figure] = curveFigures({ ...tuned, curve: { ...tuned.curve, min: 0, oneSe: 0 } }, 3);
  expect(figure?.marks).toEqual([]);
  expect(figure?.references).toEqual([{ y: expect.closeTo(3.1) as number, label: "off = λmin = λ1se" }]);
});

test("two strengths are a map with both choices, and a curve through λmin for each", () => {
  const rates = [0, 0.2, 0.4];
  const means = [
    [3, 2, 4],
    [2.5, 1, 1.04],
  ];
  const two: Tuned = {
    ...tuned,
    axes: [axisOf("l2=0,1", 2), axisOf("dropout=0,0.2,0.4", 3)],
    curve: {
      points: means.flatMap((row, lambda) =>
        row.map((loss, i) => ({
          ...point(lambda, [loss, loss]),
          strengths: { "l2.lambda": lambda, "dropout.rate": rates[i] as number },
        })),
      ),
      min: 4,
      oneSe: 5,
    },
  };
  const grid = tunedGrid(two);
  expect(grid).toMatchObject({ columns: ["0 (off)", "1"], rows: ["0.4", "0.2", "0 (off)"] });
  expect(grid?.cells.map((row) => row.map(({ value }) => value))).toEqual([
    [4, 1.04],
    [2, 1],
    [3, 2.5],
  ]);
  expect(grid?.cells[0]?.map(({ kind }) => kind)).toEqual([undefined, "near"]);
  expect(grid?.marks).toEqual([
    { kind: "best", label: "λmin", at: [1, 1] },
    { kind: "onset", label: "λ1se", at: [1, 0] },
  ]);
  const wide = tunedText(two, { columns: 80, color: false });
  expect(wide).toMatch(/^ +0\.2 +2\.000 +◆1\.000$/m);
  expect(tunedText(two, { columns: 20, color: false })).toMatch(/^1 +0\.4 +1\.040 ± 0\.1 .*◀ λ1se/m);
  expect(curveFigures(two, 2).map(({ title, series }) => [title, series[0]?.points])).toEqual([
    [
      "Choosing l2.lambda at dropout.rate = 0.2",
      [
        [0, 2],
        [1, 1],
      ],
    ],
    [
      "Choosing dropout.rate at l2.lambda = 1",
      [
        [0, 2.5],
        [0.2, 1],
        [0.4, 1.04],
      ],
    ],
  ]);
});

test("without a standard error λ1se is not said to mean anything", () => {
  const [off, best] = [point(0, [3]), point(1, [1], { standardError: Number.NaN })];
  const curve = { points: [off, best], min: 1, oneSe: 1 };
  expect(tunedText({ ...tuned, curve }).replaceAll("\n", " ")).toContain(
    "The standard error cannot be told from these validation rows, so lambda1se is lambdaMin here",
  );
  expect(tunedText(tuned)).not.toContain("cannot be told from these");
});

test("at an edge: what was tried there, and why nothing more", () => {
  const told = (edge: Omit<Edge, "path">): string =>
    tunedText({ ...tuned, edges: [{ path: "l2.lambda", ...edge }] }).replaceAll("\n", " ");
  expect(told({ end: "high", because: "fixed" })).toContain(
    "The best l2.lambda is the highest that was tried: --extensions 0 kept the grid as it is.",
  );
  const besideOff = { value: 0.5, difference: 0.2, standardError: 0.05 };
  expect(told({ end: "low", because: "list", besideOff })).toContain(
    "Next to leaving it out, l2.lambda = 0.5 was tried, whose loss is 0.2 ± 0.05 higher: a value between may still do better than both. The values were given one by one, so none between was tried.",
  );
  const single = { ...besideOff, standardError: Number.NaN };
  expect(told({ end: "low", because: "enough", besideOff: single })).toContain("whose loss is 0.2 higher");
});

test("learned strengths by layer, over the epochs, with what their score is worth", () => {
  const scores = { loss: 0.5, lossStandardError: 0.1, metrics: { accuracy: 0.9 } };
  const run = {
    path: [
      { "l2.lambda": 1, "l2#2.lambda": 2 },
      { "l2.lambda": 0.1, "l2#2.lambda": 8 },
    ],
    strengths: { "l2.lambda": 0.3, "l2#2.lambda": 4 },
    result: { validation: scores, train: scores, epochs: 2, kept: 2 },
    layers: { "l2.lambda": "dense1", "l2#2.lambda": "output" },
  };
  const text = learnedText(run);
  expect(text).toMatch(/^l2\.lambda of dense1 +0\.3 +0\.1$/m);
  expect(text).toMatch(/^l2\.lambda of output +4 +8$/m);
  expect(text).toContain("The validation rows taught the strengths");
  expect(learnedFigure(run).series.map(({ points }) => points)).toEqual([
    [
      [1, 1],
      [2, 0.1],
    ],
    [
      [1, 2],
      [2, 8],
    ],
  ]);
});
