// What every layer promises, run over the registry: a new file is tested before it has a test of its own.
import { expect, test } from "vitest";
import { stream, UserError } from "../src/base/index.ts";
import {
  constant,
  evaluate,
  input,
  type Shape,
  sizeOf,
  slice,
  tanh,
  type Tensor,
} from "../src/graph/index.ts";
import { type Layer, layers } from "../src/layers/index.ts";
import { expectClose } from "./finite-differences.ts";
import { type Trial, type TrialResult, tryLayer } from "./layer-trial.ts";

const all = Object.entries(layers) as unknown as [string, Layer][];
const rows = 5;
const there = 3;

/** Settings small enough for the interpreter. */
function small({ params }: Layer): object {
  const sizes = Object.entries(params).filter(([name, { kind }]) => kind === "count" && name !== "groups");
  return {
    ...Object.fromEntries(sizes.map(([name]) => [name, 4])),
    ...(Object.values(params).some(({ kind }) => kind === "layers") && { layers: [{ use: "any" }] }),
  };
}

const vocabulary = 6;
const shapes: readonly Shape[] = [[8, 4, 4], [4, 4], [6]];

const numbers = (shape: Shape, name: string): number[] => {
  const draw = stream(3, "laws", name);
  return Array.from({ length: sizeOf(shape) }, draw.normal);
};

interface Case {
  readonly x: Tensor;
  readonly values: readonly number[];
  build(x: Tensor, trial?: Trial): TrialResult;
}

/** The layer on the first example-shape that it takes. */
function caseOf(layer: Layer): Case {
  const isTokens = layer.takes === "tokens";
  const build = (x: Tensor, trial: Trial = {}): TrialResult =>
    tryLayer(layer, x, small(layer), {
      nested: tanh,
      ...(isTokens && {
        tokens: { vocabulary, mask: constant(Array(sizeOf(x.shape)).fill(1), x.shape) },
      }),
      ...trial,
    });
  const fits = (shape: Shape): boolean => {
    try {
      build(input("x", [rows, ...shape], isTokens ? "int32" : "float32"));
      return true;
    } catch (error) {
      if (error instanceof UserError) return false;
      throw error;
    }
  };
  const shape = (isTokens ? [[4]] : shapes).find(fits);
  if (!shape) throw new Error(`${layer.id} takes none of the shapes that are tried: add one`);
  const values = isTokens
    ? numbers([rows, ...shape], "x").map((_, i) => 1 + (i % (vocabulary - 1)))
    : numbers([rows, ...shape], "x");
  return { x: input("x", [rows, ...shape], isTokens ? "int32" : "float32"), values, build };
}

const feedsOf = ({ asked, running }: TrialResult, x: readonly number[]) => ({
  x,
  ...Object.fromEntries(asked.map(({ name, spec }) => [name, numbers(spec.shape, name)])),
  ...Object.fromEntries(
    Object.entries(running).map(([name, { spec }]) => [
      name,
      numbers(spec.shape, name).map((value) => 0.5 + value * value),
    ]),
  ),
});

const outputs = (built: TrialResult, x: readonly number[]): number[] =>
  Array.from(evaluate([built.output], feedsOf(built, x))[0] ?? []);

test.each(all)("%s: in evaluation each example is judged by itself", (_, layer) => {
  const { x, values, build } = caseOf(layer);
  const together = outputs(build(x), values);
  const [size, width] = [values.length / rows, together.length / rows];
  expect(together.every(Number.isFinite)).toBe(true);
  for (const row of [0, rows - 1]) {
    const one = input("x", [1, ...x.shape.slice(1)], x.dataType);
    const alone = outputs(build(one), values.slice(row * size, (row + 1) * size));
    expectClose(alone, together.slice(row * width, (row + 1) * width), 1e-9);
  }
});

test.each(all)(
  "%s: in training the padding of a smaller batch has no part in the rows that are there",
  (_, layer) => {
    const { x, values, build } = caseOf(layer);
    const size = values.length / rows;
    const present = constant(Array.from({ length: rows }, (__, row) => Number(row < there)));
    const padded = build(x, { isTraining: true, present });
    const whole = build(input("x", [there, ...x.shape.slice(1)], x.dataType), { isTraining: true });
    const seen: TrialResult = { ...padded, output: slice(padded.output, 0, 0, there) };
    expectClose(outputs(seen, values), outputs(whole, values.slice(0, there * size)), 1e-9);
    for (const [name, { after }] of Object.entries(padded.running)) {
      const expected = whole.running[name]?.after as Tensor;
      const [moved] = evaluate([after], feedsOf(padded, values));
      const [wanted] = evaluate([expected], feedsOf(whole, values.slice(0, there * size)));
      expectClose(moved ?? [], wanted ?? [], 1e-9);
    }
  },
);

test.each(all)("%s: parameters and running values have names of their own", (_, layer) => {
  const { x, build } = caseOf(layer);
  const { asked, running } = build(x, { isTraining: true });
  const names = [...asked.map(({ name }) => name), ...Object.keys(running)];
  expect(new Set(names).size).toBe(names.length);
  for (const { spec } of asked) expect(sizeOf(spec.shape)).toBeGreaterThan(0);
});
