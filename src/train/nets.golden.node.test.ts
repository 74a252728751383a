// Training steps of nets with every kind of layer on the real engine against PyTorch: test/golden/nets.py made the numbers.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Dataset, Inputs } from "../data/index.ts";
import { parseRecipe, type RecipeInput } from "../recipe/index.ts";
import { float32, type Value } from "../runtime/index.ts";
import { createEngine } from "./engine.ts";
import { type Plan, planRun } from "./plan.ts";
import { initialState, type State } from "./state.ts";
import { inputNames } from "./step.ts";

type Named = Readonly<Record<string, readonly number[]>>;

interface Case {
  readonly name: string;
  readonly model: NonNullable<RecipeInput["model"]>;
  readonly technique?: { readonly use: string };
  readonly isTokens: boolean;
  readonly shape: readonly number[];
  /** How often an example is visited in all: examples are taken in order, and again from the first. */
  readonly rows: number;
  /** Token numbers, or numbers in 256ths. */
  readonly inputs: readonly number[];
  readonly labels: readonly number[];
  readonly initial: Readonly<Record<string, { readonly values: readonly number[] }>>;
  /** Of the first batch. */
  readonly gradient: Named;
  /** Parameters and running statistics after the last step. */
  readonly exact: Named;
}

const { cases, rate, momentum } = JSON.parse(
  readFileSync(new URL("../../test/golden/nets.json", import.meta.url), "utf8"),
) as { cases: readonly Case[]; rate: number; momentum: number };

const batchSize = 4;
const vocabulary = Array.from({ length: 9 }, (_, i) => `word${i}`);

/** The visits of a case as the rows of a data set. */
function datasetOf({ isTokens, shape, rows, inputs, labels }: Case): Dataset {
  const size = inputs.length / labels.length;
  const visits = Array.from({ length: rows }, (_, row) => row % labels.length);
  const values = visits.flatMap((row) => inputs.slice(row * size, (row + 1) * size));
  const seen: Inputs = isTokens
    ? { kind: "tokens", shape, values: Int32Array.from(values), vocabulary, lowerCase: true }
    : { kind: "image", shape, values: Float32Array.from(values, (value) => value / 256) };
  return {
    name: "golden",
    rows,
    inputs: seen,
    targets: {
      kind: "classes",
      labels: Int32Array.from(visits, (row) => labels[row] as number),
      classes: ["a", "b", "c"],
    },
  };
}

function planOf(example: Case): Plan {
  const recipe = parseRecipe(
    {
      split: { order: "file", validation: 0, test: 0 },
      scaling: { divisor: 1 },
      model: example.model,
      optimizer: { use: "sgd", learningRate: rate, momentum },
      regularizers: example.technique ? [example.technique] : [],
      batchSize,
      shuffle: false,
    },
    example.name,
  );
  return planRun(recipe, datasetOf(example));
}

function startOf(plan: Plan, initial: Case["initial"]): State {
  const blank = initialState(plan);
  const names = plan.model.parameters.map(({ name }) => name);
  expect(Object.keys(initial).toSorted()).toEqual(names.toSorted());
  const given = names.map((name): [string, Value] => {
    const values = initial[name]?.values ?? [];
    return [
      name,
      float32(
        Float32Array.from(values, (value) => value / 256),
        blank[name]?.shape ?? [],
      ),
    ];
  });
  return { ...blank, ...Object.fromEntries(given) };
}

const norm = (values: readonly number[]): number => Math.hypot(...values);

/**
 * Expects each tensor to be within 1e-5 of the exact one, relative to its norm; PyTorch's own float32 is off by up to 4e-6.
 * What is 0 in exact numbers, such as the gradient of a key's bias, is only rounding.
 */
function expectNear(found: (name: string) => readonly number[], expected: Named): void {
  const largest = Math.max(...Object.values(expected).map(norm));
  for (const [name, exact] of Object.entries(expected)) {
    const values = found(name);
    expect(values.length, name).toBe(exact.length);
    const error = norm(values.map((value, i) => value - (exact[i] as number)));
    const isZero = norm(exact) < 1e-9 * largest;
    const allowed = isZero ? 1e-6 * largest : 1e-5 * norm(exact);
    expect(error / allowed, name).toBeLessThan(1);
  }
}

const valuesIn = (state: State, name: string): number[] =>
  Array.from((state[name]?.values ?? []) as Float32Array);

test.each(cases.map((example) => [example.name, example] as const))("%s", async (_, example) => {
  const plan = planOf(example);
  const engine = await createEngine(plan);
  const start = startOf(plan, example.initial);
  // After one step the velocity is the gradient.
  const { state: first } = await engine.train(start, {}, { from: 0, count: 1 });
  expectNear((name) => valuesIn(first, inputNames.slot(name, "velocity")), example.gradient);
  const { state } = await engine.train(start, {}, { from: 0, count: plan.stepsPerEpoch });
  await engine.release();
  expectNear((name) => valuesIn(state, name), example.exact);
});
