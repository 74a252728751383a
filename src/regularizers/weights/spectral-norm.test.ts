import { expect, test } from "vitest";
import { drawnTools } from "../../../test/drawn-tools.ts";
import { expectClose } from "../../../test/finite-differences.ts";
import { startingHoldings } from "../../../test/holdings.ts";
import { weightOf } from "../../../test/lone-technique.ts";
import { numbersOf, striped, tinyPlan, trainTiny } from "../../../test/tiny-runs.ts";
import { constant, evaluate, gradients, input, mul, sum, type Tensor } from "../../graph/index.ts";
import { type ModelParameter, ownOf } from "../../seams/index.ts";
import { evaluatedOutputs } from "../../train/evaluated.ts";
import { spectralNorm } from "../index.ts";

const once = { norm: 1, iterations: 1 };
const valuesOf = (t: Tensor | undefined, feeds = {}): number[] =>
  Array.from(t ? (evaluate([t], feeds)[0] ?? []) : []);

interface Vectors {
  readonly u?: readonly number[];
  readonly v: readonly number[];
}

/** The view of a weight, and the vectors after it. */
function viewOf(parameter: ModelParameter, { u, v }: Vectors, settings = once) {
  const after: Record<string, Tensor> = {};
  const name = `${parameter.name}.spectralNorm`;
  const known = {
    [`${name}.v`]: constant([...v]),
    ...(u && { [`${name}.u`]: constant([...u]) }),
  };
  const own = ownOf(
    "spectralNorm",
    startingHoldings(known, (key, value) => (after[key.slice(-1)] = value)),
  );
  const tools = drawnTools({ parameter, own });
  return {
    view: spectralNorm.at.weights?.(parameter.value, settings, tools) as Tensor,
    // Afterwards: a look at the model moves nothing.
    evaluated: () => spectralNorm.evaluation?.weights?.(parameter.value, settings, tools),
    after,
  };
}

const weight = (values: readonly number[], shape: readonly number[]): ModelParameter => ({
  ...weightOf(shape),
  value: constant([...values], shape),
});

test("one iteration finds the singular value 2 of a matrix of rank 1", () => {
  // W = 2 a bᵀ with a = (0.6, 0.8) over the inputs and b = (0, 1) over the units.
  const { view, after } = viewOf(weight([0, 1.2, 0, 1.6], [2, 2]), { v: [1, 0] });
  expectClose(valuesOf(view), [0, 0.6, 0, 0.8], 1e-9);
  expectClose(valuesOf(after["u"]), [0, 1], 1e-9);
  expectClose(valuesOf(after["v"]), [0.6, 0.8], 1e-9);
});

test("kernels are a matrix with a row for each filter, scaled to the norm asked for", () => {
  const kernels = weight([3, 0, 0, 0, 0, 0, 0, 1], [2, 2, 1, 2]);
  const { view } = viewOf(kernels, { v: [1, 0, 0, 0] }, { norm: 6, iterations: 1 });
  expectClose(valuesOf(view), [6, 0, 0, 0, 0, 0, 0, 2], 1e-9);
});

test("enough iterations find the largest singular value of any start", () => {
  const { view } = viewOf(weight([5, 0, 0, 0, 2, 0], [2, 3]), { v: [0.6, 0.8] }, { norm: 1, iterations: 20 });
  expectClose(valuesOf(view), [1, 0, 0, 0, 0.4, 0], 1e-9);
});

test("the gradient takes the vectors for constants: (G − ⟨G, W/σ⟩ u vᵀ) / σ", () => {
  const w = input("dense1.weight", [2, 2]);
  const { view } = viewOf({ ...weightOf([2, 2]), value: w }, { v: [1, 0] });
  const g = [1, 2, 3, 5];
  const [slope = w] = gradients(sum(mul(view, constant(g, [2, 2]))), [w]);
  const feeds = { "dense1.weight": [0, 1.2, 0, 1.6] };
  // σ = 2, v uᵀ = ((0, 0.6), (0, 0.8)), ⟨G, W/σ⟩ = 2 · 0.6 + 5 · 0.8 = 5.2.
  expectClose(valuesOf(slope, feeds), [0.5, (2 - 5.2 * 0.6) / 2, 1.5, (5 - 5.2 * 0.8) / 2], 1e-9);
});

test("evaluation divides by what the vectors that are kept say, without moving them", () => {
  const { evaluated } = viewOf(weight([4, 0, 0, 1], [2, 2]), { u: [0.6, 0.8], v: [1, 0] });
  expectClose(valuesOf(evaluated()), [4 / 2.4, 0, 0, 1 / 2.4], 1e-9);
});

test("weights that are all 0 stay 0, with a finite gradient and the direction that they had", () => {
  const w = input("dense1.weight", [2, 2]);
  const zeros = { "dense1.weight": [0, 0, 0, 0] };
  const { view, after } = viewOf({ ...weightOf([2, 2]), value: w }, { v: [0.6, 0.8] });
  const [slope = w] = gradients(sum(mul(view, constant([1, 2, 3, 5], [2, 2]))), [w]);
  expect(valuesOf(view, zeros)).toEqual([0, 0, 0, 0]);
  expect(valuesOf(slope, zeros)).toEqual([1, 2, 3, 5]);
  expectClose(valuesOf(after["v"], zeros), [0.6, 0.8], 1e-12);
});

/** The largest singular value of `[rows, columns]`, by many power iterations. */
function largestSingularValue(values: readonly number[], columns: number): number {
  let v = Array.from({ length: columns }, (_, i) => 1 + i / 7);
  let length = 0;
  for (let i = 0; i < 500; i++) {
    const u = Array.from({ length: values.length / columns }, (_, r) =>
      v.reduce((total, x, c) => total + x * (values[r * columns + c] as number), 0),
    );
    v = v.map((_, c) => u.reduce((total, x, r) => total + x * (values[r * columns + c] as number), 0));
    length = Math.hypot(...v);
    v = v.map((x) => x / length);
  }
  return Math.sqrt(length);
}

test("after training the weights that the model uses have a largest singular value of about c", async () => {
  const plan = tinyPlan(
    {
      model: {
        layers: [
          { use: "conv", filters: 6 },
          { use: "dense", units: 7 },
        ],
      },
      optimizer: { use: "sgd", learningRate: 0.01 },
      regularizers: [{ use: "spectralNorm", norm: 1.5 }],
      epochs: 20,
    },
    striped(60),
  );
  const { saved } = await trainTiny(plan);
  const numbers = numbersOf(saved.state);
  const used = new Map<string, readonly number[]>();
  const valueOf = ({ name, shape }: { readonly name: string; readonly shape: readonly number[] }) =>
    constant(numbers[name] ?? [], shape);
  evaluatedOutputs(plan, constant(new Float64Array(72), [1, 2, 6, 6]), {
    valueOf,
    simplified: (view) => {
      if (view.shape.length > 1) used.set(view.shape.join(), valuesOf(view));
      return view;
    },
  });
  expect([...used.keys()]).toEqual(["6,2,3,3", "96,7", "7,3"]);
  for (const [shape, values] of used) {
    const columns = shape === "6,2,3,3" ? 18 : Number(shape.split(",")[1]);
    expect(largestSingularValue(values, columns), shape).toBeCloseTo(1.5, 1);
  }
});
