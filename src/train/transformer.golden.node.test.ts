// The transformer preset against PyTorch's encoder layer: test/golden/transformer.py made the numbers.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { expectClose } from "../../test/finite-differences.ts";
import { freshRun } from "../../test/tiny-runs.ts";
import type { Dataset } from "../data/index.ts";
import { constant, evaluate, gradients, input, mean, type Tensor } from "../graph/index.ts";
import { parseRecipe } from "../recipe/index.ts";
import { float32, type Value } from "../runtime/index.ts";
import { createEngine } from "./engine.ts";
import { evaluationPass, forward } from "./model.ts";
import { type Plan, planRun } from "./plan.ts";

type Numbers = Readonly<Record<string, readonly number[]>>;

interface Case {
  readonly norm: "pre" | "post";
  readonly pooling: "mean" | "first" | "max";
  readonly initial: Numbers;
  readonly logits: readonly number[];
  readonly gradients: Numbers;
  /** Before the update of each step. */
  readonly losses: readonly number[];
  readonly after: Numbers;
}

const golden = JSON.parse(
  readFileSync(new URL("../../test/golden/transformer.json", import.meta.url), "utf8"),
) as {
  readonly model: object;
  readonly vocabulary: number;
  readonly classes: number;
  readonly rate: number;
  readonly ids: readonly (readonly number[])[];
  readonly labels: readonly number[];
  readonly cases: readonly Case[];
};

const length = golden.ids[0]?.length ?? 0;

const numbered = (count: number): string[] => Array.from({ length: count }, (_, i) => String(i));

/** The rows of the golden net, padded further on request. */
function datasetOf(padding = 0): Dataset {
  const rows = golden.ids.map((ids) => [...ids, ...Array.from({ length: padding }, () => 0)]);
  return {
    name: "golden",
    rows: rows.length,
    inputs: {
      kind: "tokens",
      shape: [length + padding],
      values: Int32Array.from(rows.flat()),
      vocabulary: numbered(golden.vocabulary),
      lowerCase: true,
    },
    targets: {
      kind: "classes",
      labels: Int32Array.from(golden.labels),
      classes: numbered(golden.classes),
    },
  };
}

const planOf = ({ norm, pooling }: Case, padding = 0): Plan =>
  planRun(
    parseRecipe(
      {
        split: { order: "file", validation: 0, test: 0 },
        model: { preset: "transformer", ...golden.model, norm, pooling },
        optimizer: { use: "sgd", learningRate: golden.rate },
        batchSize: golden.ids.length,
        shuffle: false,
        epochs: 5,
      },
      "golden",
    ),
    datasetOf(padding),
  );

/** The outputs of the model as a graph of its parameters, and those in the model's order. */
function graphOf({ model, dataset }: Plan) {
  const parameters = new Map(model.parameters.map(({ name, shape }) => [name, input(name, shape)]));
  const ids = constant(Array.from(dataset.inputs.values), [dataset.rows, ...model.inputShape], "int32");
  const valueOf = ({ name }: { readonly name: string }): Tensor => parameters.get(name) as Tensor;
  const outputs = forward(model, ids, evaluationPass({ parameter: valueOf, running: valueOf }));
  return { outputs, parameters: [...parameters.values()] };
}

describe.each(golden.cases.map((each) => [`${each.norm}, ${each.pooling}`, each] as const))(
  "%s",
  (_, example) => {
    test("outputs and gradients, in double precision", () => {
      const plan = planOf(example);
      expect(plan.model.parameters.map(({ name }) => name).toSorted()).toEqual(Object.keys(example.initial));
      const { outputs, parameters } = graphOf(plan);
      const oneHot = golden.labels.flatMap((label) =>
        Array.from({ length: golden.classes }, (__, i) => Number(i === label)),
      );
      const targets = constant(oneHot, [golden.labels.length, golden.classes]);
      const loss = mean(plan.loss.element.perExample(outputs, targets, plan.loss.settings));
      const [found, ...slopes] = evaluate([outputs, ...gradients(loss, parameters)], example.initial);
      expectClose(found ?? [], example.logits, 1e-9);
      plan.model.parameters.forEach(({ name }, i) => {
        expectClose(slopes[i] ?? [], example.gradients[name] ?? [], 1e-9);
      });
    });

    test("five steps on the engine", async () => {
      const plan = planOf(example);
      const engine = await createEngine(plan);
      let { state } = freshRun(plan);
      state = Object.fromEntries(
        Object.entries(state).map(([name, value]): [string, Value] => [
          name,
          float32(Float32Array.from(example.initial[name] ?? []), value.shape),
        ]),
      );
      for (const [step, expected] of example.losses.entries()) {
        const result = await engine.train(state, {}, { from: step, count: 1 });
        expect(Math.abs((result.losses[0] ?? NaN) / expected - 1)).toBeLessThan(1e-5);
        state = result.state;
      }
      await engine.release();
      for (const [name, expected] of Object.entries(example.after))
        expectClose((state[name] as Value).values as Float32Array, expected, 1e-5);
    });

    test("padding changes nothing", () => {
      // Positions beyond the table would be refused: one more is all there is room for.
      const [found] = evaluate([graphOf(planOf(example, 1)).outputs], example.initial);
      expectClose(found ?? [], example.logits, 1e-9);
    });
  },
);
