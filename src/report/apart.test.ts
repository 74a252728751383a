import { expect, test } from "vitest";
import { axisOf, type Edge, type JudgedPoint, type TrainedMember } from "../search/index.ts";
import { apartDifference, apartRows, apartText, type SearchedApart, weightSizesFigure } from "./apart.ts";

interface Given {
  readonly losses: readonly (readonly number[])[];
  readonly edges?: readonly Edge[];
  /** By strength. */
  readonly zero?: readonly number[];
}

/** A search of 0 (off), 1 and 2, whose best is 1 and whose most regularized of those as good is 2. */
function searched(title: string, { losses, edges = [], zero = [0, 0, 0] }: Given): SearchedApart {
  const axis = axisOf(`${title}=0,1,2`, 3);
  const strengthsOf = (lambda: number) => ({ [axis.path]: lambda });
  const points = losses.map((own, lambda): JudgedPoint => {
    const mean = own.reduce((a, b) => a + b, 0) / own.length;
    return { strengths: strengthsOf(lambda), losses: own, mean, standardError: 0.1 };
  });
  const members = losses.flatMap((own, lambda) =>
    own.map((_, fold): TrainedMember => {
      const share = zero[lambda] ?? 0;
      const weights = { zero: share, near: share + 0.1 * fold, sizes: [0, 0.5, 1 + lambda] };
      const result = { validation: undefined, train: undefined, epochs: 1, kept: 1, weights };
      return { fold: fold + 1, strengths: strengthsOf(lambda), result };
    }),
  );
  return { title, tuned: { axes: [axis], curve: { points, min: 1, oneSe: 2 }, added: 0, edges, members } };
}

const off = [3, 3.1, 3.2];
const one = searched("l1", { losses: [off, [1, 1.1, 1.2], [1.3, 1.2, 1.3]], zero: [0, 0, 0.5] });

test("a difference needs several folds, and more than Student's t of them leaves to chance", () => {
  const against = (losses: readonly number[], more: Partial<Given> = {}) =>
    apartDifference([one, searched("l2", { losses: [off, losses, losses], ...more })]);
  // Differences of 0.5, 0.52 and 0.48, in the order of the folds.
  expect(against([1.5, 1.62, 1.68])).toMatchObject({ better: "l1", worse: "l2", verdict: "differs" });
  expect(against([1.5, 1.62, 1.68])?.mean).toBeCloseTo(0.5, 12);
  expect(against([1.5, 1.62, 1.68])?.standardError).toBeCloseTo(0.02 / Math.sqrt(3), 12);
  // 0.1, 0.2 and 0.3: 0.2 is 3.5 of its standard errors, t of two degrees of freedom 4.3.
  expect(against([1.1, 1.3, 1.5])?.verdict).toBe("alike");
  const edges: Edge[] = [{ path: "l2.lambda", end: "high", because: "bound" }];
  expect(against([1.5, 1.62, 1.68], { edges })?.verdict).toBe("open");
  expect(against([0.1, 0.22, 0.28], { edges })).toMatchObject({ better: "l2", verdict: "differs" });
  const single = { losses: [[3], [1], [1]] };
  expect(apartDifference([searched("l1", single), searched("l2", single)])?.verdict).toBe("unknown");
});

test("the text holds sparsity beside the scores, and says what 0 means and how to come to it", () => {
  const two = searched("l2", { losses: [off, [1.5, 1.62, 1.68], [2, 2, 2]] });
  expect(apartRows([one, two])).toEqual([
    ["neither", "", "3.100 ± 0.1", "0.0 %", "10.0 %"],
    ["l1", "λmin 1", "1.100 ± 0.1", "0.0 %", "10.0 %"],
    ["l1", "λ1se 2", "1.267 ± 0.1", "50.0 %", "60.0 %"],
    ["l2", "λmin 1", "1.600 ± 0.1", "0.0 %", "10.0 %"],
    ["l2", "λ1se 2", "2.000 ± 0.1", "0.0 %", "10.0 %"],
  ]);
  const text = apartText([one, two], 3).replaceAll("\n", " ");
  expect(text).toContain(
    "At their λmin l1 predicts better: the loss of l2 is larger by 0.5 ± 0.012 over the same 3 folds.",
  );
  expect(text).toContain("near 0 is less than 1 % of the largest weight of the same layer");
  expect(text).toContain("--with l1 --set l1.proximal=true makes them exactly 0");
  expect(text).not.toContain("l2.proximal");
  const { series } = weightSizesFigure([one, two]);
  expect(series.map(({ name }) => name)).toEqual([
    "neither",
    "l1, λmin 1",
    "l1, λ1se 2",
    "l2, λmin 1",
    "l2, λ1se 2",
  ]);
  // Nothing is drawn where weights are 0.
  expect(series[2]?.points).toEqual([
    [0, Number.NaN],
    [50, 0.5],
    [100, 3],
  ]);
});
