// Layers against PyTorch, in double precision: test/golden/layers.py says what the numbers are.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { expectClose } from "../../test/finite-differences.ts";
import { constant, evaluate, gradients, input, mul, sum, type Tensor } from "../graph/index.ts";
import { parseRecipe } from "../recipe/index.ts";
import { describeModel, evaluationPass, forward, type Model } from "./model.ts";

type Numbers = readonly number[];
type Named = Readonly<Record<string, Numbers>>;
interface Case {
  readonly layers: readonly unknown[];
  /** `[batch, ...]`. */
  readonly shape: readonly number[];
  readonly x: Numbers;
  readonly slopes: Numbers;
  readonly parameters: Named;
  readonly running: Named;
  readonly outputs: Numbers;
  readonly evaluation: Numbers;
  readonly runningAfter: Named;
  readonly gradients: Named;
}

const { cases } = JSON.parse(
  readFileSync(new URL("../../test/golden/layers.json", import.meta.url), "utf8"),
) as { cases: Readonly<Record<string, Case>> };

const modelOf = ({ layers, shape }: Case): Model =>
  describeModel(
    parseRecipe({ model: { layers } }, "recipe"),
    { kind: shape.length === 2 ? "table" : "image", shape: shape.slice(1), values: new Float32Array() },
    2,
  );

/** One input of the graph for each name, whoever asks. */
function namedInputs(): (spec: { readonly name: string; readonly shape: readonly number[] }) => Tensor {
  const known = new Map<string, Tensor>();
  return ({ name, shape }) => {
    const found = known.get(name) ?? input(name, shape);
    known.set(name, found);
    return found;
  };
}

const outputsOf = (model: Model, x: Tensor, named: ReturnType<typeof namedInputs>) => {
  const after: Record<string, Tensor> = {};
  const training = forward(model, x, {
    ...evaluationPass({ parameter: named, running: named }),
    isTraining: true,
    running: (spec, move) => {
      const before = named(spec);
      after[spec.name] = move?.(before) ?? before;
      return before;
    },
  });
  const evaluation = forward(model, x, evaluationPass({ parameter: named, running: named }));
  return { training, evaluation, after };
};

test.each(Object.entries(cases))("%s", (_, golden) => {
  const model = modelOf(golden);
  const feeds = { x: golden.x, ...golden.parameters, ...golden.running };
  const x = input("x", golden.shape);
  const named = namedInputs();
  const { training, evaluation, after } = outputsOf(model, x, named);
  const value = (t: Tensor): Numbers => Array.from(evaluate([t], feeds)[0] ?? []);
  const names = model.parameters.map(({ name }) => name);
  expect(names.toSorted()).toEqual(Object.keys(golden.parameters).toSorted());
  expect(Object.keys(after).toSorted()).toEqual(Object.keys(golden.runningAfter).toSorted());
  expectClose(value(training), golden.outputs, 1e-9);
  expectClose(value(evaluation), golden.evaluation, 1e-9);
  for (const [name, moved] of Object.entries(golden.runningAfter))
    expectClose(value(after[name] as Tensor), moved, 1e-9);
  const objective = sum(mul(training, constant(golden.slopes, training.shape)));
  const slopes = evaluate(gradients(objective, [x, ...model.parameters.map(named)]), feeds);
  ["x", ...names].forEach((name, i) => expectClose(slopes[i] ?? [], golden.gradients[name] ?? [], 1e-9));
});
