import { expect, test } from "vitest";
import { drawnTools } from "../../../test/drawn-tools.ts";
import { startingHoldings } from "../../../test/holdings.ts";
import { seamsWith, trainingRows, valuesAt } from "../../../test/lone-technique.ts";
import { activeOf } from "../../../test/techniques.ts";
import { blobs, freshRun, numbersOf, tinyPlan, trainTiny } from "../../../test/tiny-runs.ts";
import { constant, evaluate, gradients, input, matmul, sum, type Tensor } from "../../graph/index.ts";
import { madeDigits } from "../../datasets/index.ts";
import { parseRecipe } from "../../recipe/index.ts";
import { planRun } from "../../train/plan.ts";
import { foldEvaluation, type ModelParameter } from "../../seams/index.ts";
import { sparsityOf } from "../../train/sparsity.ts";
import { variationalDropout } from "../index.ts";

const valuesOf = (t: Tensor): number[] => Array.from(evaluate([t])[0] ?? []);

const factor = (value: Tensor): ModelParameter => ({
  name: "dense1.weight",
  layer: "dense1",
  role: "weight",
  isFactor: true,
  value,
});

const settings = { weight: 1, form: "sparse", each: "layer", logVariance: 0, logAlpha: 0 } as const;

/** What the noise ½ makes of the sum of the inputs (1, 2) with some weights. */
function sumsOf(
  w: Tensor,
  chosen: Partial<Omit<typeof settings, "form">> & { form: "sparse" | "dense" },
): Tensor {
  const inputs = constant([1, 2], [1, 2]);
  const product = { input: inputs, weight: factor(w), of: matmul };
  const given = { ...settings, ...chosen, weight: constant(1) };
  const tools = { ...drawnTools({ normal: [[0.5]] }), product };
  return variationalDropout.at.layers?.(matmul(inputs, w), given, tools) ?? w;
}

test("dense, α = 1: with the weights 3 and −1 the sum 1 gets a deviation of √(9 + 4)", () => {
  const found = valuesOf(sumsOf(constant([3, -1], [2, 1]), { form: "dense" }));
  expect(found).toEqual([expect.closeTo(1 + 0.5 * Math.sqrt(13), 6)]);
});

test("sparse, σ² = 1: with the same weights it gets one of √(1 + 4)", () => {
  const found = valuesOf(sumsOf(constant([3, -1], [2, 1]), { form: "sparse" }));
  expect(found).toEqual([expect.closeTo(1 + 0.5 * Math.sqrt(5), 6)]);
});

test.each(["sparse", "dense"] as const)("%s: the slope at weights of 0 is finite", (form) => {
  const w = input("w", [2, 1]);
  const slopes = gradients(sum(sumsOf(w, { form })), [w]).map((slope) => evaluate([slope], { w: [0, 0] })[0]);
  expect(slopes.flatMap((values) => Array.from(values ?? []))).toEqual([1, 2]);
});

/** The penalty of three weights, and the share that the technique tells as pruned. */
function penaltyOf(given: object): { penalty: number; pruned: number | undefined } {
  const told: Tensor[] = [];
  const seams = seamsWith(variationalDropout, { ...given }, { report: (_, value) => told.push(value) });
  const weights = [1, Math.exp(-1), Math.exp(-4)];
  const [penalty = NaN] = valuesAt(seams.penalty([factor(input("dense1.weight", [3, 1]))]), weights);
  return { penalty, pruned: told.map((value) => valuesAt(value, weights)[0])[0] };
}

test("sparse: of the weights 1, e⁻¹ and e⁻⁴ of variance e⁻² the last is pruned: log α = −2, 0 and 6", () => {
  const bent = (logAlpha: number): number =>
    0.63576 * (1 - 1 / (1 + Math.exp(-1.8732 - 1.48695 * logAlpha))) +
    0.5 * Math.log(1 + Math.exp(-logAlpha));
  const { penalty, pruned } = penaltyOf({ weight: 0.7, logVariance: -2 });
  expect(penalty).toBeCloseTo((0.7 / trainingRows) * (bent(-2) + bent(0) + bent(6)), 4);
  expect(pruned).toBeCloseTo(1 / 3, 12);
});

test("dense: one α = 1 for three weights costs 3 β/n times the cubic there", () => {
  const atOne = 0.635181422730739 - (1.16145124 - 1.50204118 + 0.58629921);
  const { penalty, pruned } = penaltyOf({ weight: 0.7, form: "dense", logAlpha: 0 });
  expect(penalty).toBeCloseTo((3 * 0.7 * atOne) / trainingRows, 12);
  expect(pruned).toBeUndefined();
});

const atWork = "dense1.weight.variationalDropout.atWork";

test("before a step with noise no weight is pruned, whatever variances start with", () => {
  const technique = activeOf(variationalDropout, { given: { logVariance: 2 } });
  const seams = foldEvaluation([technique], startingHoldings());
  expect(valuesOf(seams.weights(factor(constant([1, 0.5, 0.01], [3, 1]))))).toEqual([1, 0.5, 0.01]);
});

test.each([
  ["that it never reaches", { from: 3 }],
  ["that are over", { until: 1 }],
])("a run with epochs %s ends with no weight pruned", async (_, timing) => {
  const regularizers = [{ use: "variationalDropout", logVariance: 2, ...timing }] as const;
  const plan = tinyPlan({ regularizers, epochs: 2 }, blobs(60));
  const { saved } = await trainTiny(plan);
  expect(sparsityOf(plan, saved.state).total).toBe(0);
  expect(saved.records.at(-1)?.reports?.["variationalDropout.pruned"]).toBe(0);
});

test("at its default a network learns 360 rows", async () => {
  const recipe = parseRecipe(
    { data: { source: "made-digits", size: 600 }, regularizers: ["variationalDropout"] },
    "recipe",
  );
  const plan = planRun(
    recipe,
    await madeDigits.load({ size: 600, seed: 1 }, { baseFolder: "", dataFolders: [] }),
  );
  expect(plan.rows.train).toHaveLength(360);
  const { saved } = await trainTiny(plan);
  expect(saved.records.at(-1)?.validation?.metrics["accuracy"]).toBeGreaterThan(0.5);
});

test.each([
  [{ logVariance: -2 }, [1, 0.5, 0]],
  [{ logVariance: -2, weight: 0 }, [1, 0.5, 0.01]],
  [{ form: "dense" }, [1, 0.5, 0.01]],
])("with %o evaluation sees the weights 1, 0.5 and 0.01 as %o", (given, expected) => {
  const technique = activeOf(variationalDropout, { given });
  const seams = foldEvaluation([technique], startingHoldings({ [atWork]: constant(1) }));
  expect(valuesOf(seams.weights(factor(constant([1, 0.5, 0.01], [3, 1]))))).toEqual(expected);
});

test("in the dense form α is at most 1, and weights are left alone", () => {
  const seams = seamsWith(variationalDropout, { form: "dense" });
  const spread = { ...factor(input("dense1.weight", [2, 1])), role: "spread" } as const;
  expect(valuesOf(seams.update(spread, constant([-1, 0.5], [2, 1])))).toEqual([-1, 0]);
  expect(valuesOf(seams.update(factor(input("dense1.weight", [2, 1])), constant([3, 4], [2, 1])))).toEqual([
    3, 4,
  ]);
});

test("a run keeps a variance for each weight of dense and convolutional layers, and tells what is pruned", async () => {
  const regularizers = [{ use: "variationalDropout", logVariance: -1 }] as const;
  const plan = tinyPlan({ regularizers, epochs: 2 }, blobs(60));
  const before = numbersOf(freshRun(plan).state);
  const { saved, kept } = await trainTiny(plan);
  const after = numbersOf(saved.state);
  for (const layer of ["dense1", "output"]) {
    const name = `${layer}.weight.variationalDropout.logVariance`;
    expect(after[name]).not.toEqual(before[name]);
    expect(after[name]).toHaveLength(after[`${layer}.weight`]?.length ?? 0);
  }
  const pruned = saved.records.map(({ reports }) => reports?.["variationalDropout.pruned"]);
  for (const share of pruned) expect(share).toBeGreaterThan(0);
  const sparsity = sparsityOf(plan, kept);
  expect(sparsity.total).toBeGreaterThan(0);
  expect(Object.keys(sparsity.byParameter)).toEqual(["dense1.weight", "output.weight"]);
  expect(sparsityOf({ ...plan, techniques: [] }, kept).total).toBe(0);
});
