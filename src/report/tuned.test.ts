import { expect, test } from "vitest";
import { axisOf, type Edge, type JudgedPoint, type Tuned } from "../search/index.ts";
import { learnedFigure, learnedText } from "./learned.ts";
import { tunedFigure, tunedText } from "./tuned.ts";

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
  const figure = tunedFigure(tuned, 3);
  expect(figure?.note).toContain("points without a band were stopped before their last fold");
  expect(figure?.series[0]?.band?.[3]).toEqual([100, Number.NaN, Number.NaN]);
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
