import { expect, test } from "vitest";
import { expectClose } from "../../../test/finite-differences.ts";
import { weightOf } from "../../../test/lone-technique.ts";
import { activeOf, seamsOf } from "../../../test/techniques.ts";
import { freshRun, numbersOf, tinyPlan } from "../../../test/tiny-runs.ts";
import { constant, evaluate, mul, type Tensor } from "../../graph/index.ts";
import type { RecipeInput } from "../../recipe/index.ts";
import type { Active, ModelParameter } from "../../seams/index.ts";
import { createEngine } from "../../train/engine.ts";
import { clipValue, sam } from "../index.ts";

/** What some techniques make of the gradient of ½ Σ c w². */
function changed(
  techniques: readonly Active[],
  weight: readonly number[],
  curvature: readonly number[],
): number[] {
  const parameter: ModelParameter = weightOf([weight.length]);
  const slopesAt = (values: readonly Tensor[]): readonly Tensor[] =>
    values.map((value) => mul(value, constant([...curvature], [curvature.length])));
  const [g] = seamsOf(techniques).gradients(slopesAt([parameter.value]), [parameter], slopesAt);
  return Array.from(evaluate([g as Tensor], { "dense1.weight": weight })[0] ?? []);
}

const using = (given: Readonly<Record<string, unknown>>): Active => activeOf(sam, { given });

test("at (3, 1) with slopes (3, 4) a distance of 1 leads to (3.6, 1.8), where they are (3.6, 7.2)", () => {
  expectClose(changed([using({ rho: 1 })], [3, 1], [1, 4]), [3.6, 7.2], 1e-12);
});

test("adaptive, the same goes 9 · 3 and 1 · 4 over √97 far", () => {
  const [far, near] = [27 / Math.sqrt(97), 4 / Math.sqrt(97)];
  const found = changed([using({ rho: 1, adaptive: true, eta: 0 })], [3, 1], [1, 4]);
  expectClose(found, [3 + far, 4 * (1 + near)], 1e-12);
});

test("adaptive steps do not depend on the scale of weights that lead to the same loss", () => {
  const scaled = (by: number): number[] => {
    // ½ c w² with w = v / by: the slope by v is that by w over `by`.
    const found = changed([using({ rho: 0.5, adaptive: true, eta: 0 })], [3 * by, 1], [1 / by ** 2, 4]);
    return [(found[0] as number) * by, found[1] as number];
  };
  expectClose(scaled(10), scaled(1), 1e-12);
});

test("where nothing has a slope it stays, and so it does without a distance", () => {
  expect(changed([using({ rho: 1 })], [0, 0], [1, 4])).toEqual([0, 0]);
  expect(changed([using({ rho: 0 })], [3, 1], [1, 4])).toEqual([3, 4]);
});

test("beside clipping the order of the recipe counts: what comes first acts on both gradients", () => {
  const clip = activeOf(clipValue, { given: { value: 3.5 } });
  const norm = Math.hypot(3, 3.5);
  // Clipped slopes (3, 3.5) lead to slopes that are clipped again.
  const steep = changed([clip, using({ rho: 0.1 })], [3, 1], [1, 4]);
  expectClose(steep, [3 + (0.1 * 3) / norm, 3.5], 1e-12);
  expectClose(changed([using({ rho: 0.1 }), clip], [3, 1], [1, 4]), [3.06, 3.5], 1e-12);
});

test("running statistics of a batch normalization move once, as without it", async () => {
  const statistics = async (regularizers: RecipeInput["regularizers"]): Promise<unknown[]> => {
    const plan = tinyPlan({
      model: { layers: [{ use: "dense", units: 4, activation: "linear" }, "batchNorm", "activation"] },
      ...(regularizers && { regularizers }),
    });
    const engine = await createEngine(plan);
    const { state, position } = freshRun(plan);
    const after = await engine.train(state, position.strengths, { from: 0, count: 1 });
    await engine.release();
    return plan.model.running.map(({ name }) => numbersOf(after.state)[name]);
  };
  const still = await statistics([]);
  expect(still).toHaveLength(2);
  expect(await statistics([{ use: "sam", rho: 2 }])).toEqual(still);
});
