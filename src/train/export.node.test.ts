import { fromBinary } from "@bufbuild/protobuf";
import { expect, test } from "vitest";
import { numbersOf, phrases, slopes, tinyPlan, trainTiny } from "../../test/tiny-runs.ts";
import { decodeModel } from "../../test/onnx-nodes.ts";
import type { Dataset } from "../data/index.ts";
import { ModelProtoSchema } from "../onnx/onnx_pb.ts";
import { createSession, float32, int32, uint8, type Value } from "../runtime/index.ts";
import { createEngine } from "./engine.ts";
import { checkExport, exportModel } from "./export.ts";
import type { Plan } from "./plan.ts";
import type { State } from "./state.ts";
import { unscaleTargets } from "./targets.ts";

const options = { threads: 1, device: "cpu", spin: false } as const;

/** Raw rows of a plan's data, as a user has them. */
function raw({ dataset, model }: Plan, rows: readonly number[]): Value {
  const { values } = dataset.inputs;
  const size = model.inputShape.reduce((product, side) => product * side, 1);
  const chosen = rows.flatMap((row) => Array.from(values.subarray(row * size, (row + 1) * size)));
  const shape = [rows.length, ...model.inputShape];
  if (values instanceof Int32Array) return int32(Int32Array.from(chosen), shape);
  return values instanceof Uint8Array
    ? uint8(Uint8Array.from(chosen), shape)
    : float32(Float32Array.from(chosen), shape);
}

/** What the file says about rows beside what the trained weights say, in the targets' units. */
async function bothAnswers(plan: Plan, state: State, rows: readonly number[]) {
  const session = await createSession(exportModel(plan, state), options);
  const [name = ""] = session.outputNames;
  const results = await session.run({ input: raw(plan, rows) });
  const engine = await createEngine(plan);
  const { predictions } = await engine.evaluate(state, Int32Array.from(rows));
  await Promise.all([session.release(), engine.release()]);
  const expected = plan.task === "regression" ? unscaleTargets(predictions, plan.targetScaling) : predictions;
  return { name, file: Array.from(results[name]?.values as Float32Array), trained: Array.from(expected) };
}

function expectAlike(file: readonly number[], trained: readonly number[]): void {
  expect(file).toHaveLength(trained.length);
  const size = Math.max(...trained.map(Math.abs));
  for (const [i, value] of file.entries())
    expect(Math.abs(value - (trained[i] as number)) / size).toBeLessThan(1e-5);
}

const images: Dataset = {
  name: "stripes",
  rows: 40,
  inputs: {
    kind: "image",
    shape: [1, 3, 3],
    values: Uint8Array.from({ length: 360 }, (_, i) => (i * 37) % 256),
  },
  targets: {
    kind: "classes",
    labels: Int32Array.from({ length: 40 }, (_, i) => i % 2),
    classes: ["ä", 'say "b"'],
  },
};

const plans: readonly (readonly [string, Plan])[] = [
  ["a table of classes", tinyPlan({ regularizers: ["dropout", "l2"] })],
  ["numbers with scaled targets", tinyPlan({}, slopes(60))],
  ["numbers left alone", tinyPlan({ scaling: { targets: "none" }, optimizer: { use: "adam" } }, slopes(60))],
  ["images of bytes", tinyPlan({ loss: "sigmoidCrossEntropy" }, images)],
  ["a linear model", tinyPlan({ model: "logistic" })],
  ["texts", tinyPlan({ model: { preset: "text-embedding", hidden: [3] } }, phrases(40))],
];

test.each(plans)(
  "the file of %s takes raw rows of any number and answers like the trained weights",
  async (_, plan) => {
    const { kept } = await trainTiny(plan);
    for (const count of [1, 2, 7, 40]) {
      const rows = Array.from({ length: count }, (__, i) => (i * 7) % 40);
      const { name, file, trained } = await bothAnswers(plan, kept, rows);
      expect(name).toBe(plan.task === "regression" ? "prediction" : "probabilities");
      expectAlike(file, trained);
    }
    const engine = await createEngine(plan);
    expect(await checkExport(plan, engine, { model: exportModel(plan, kept), state: kept })).toBeLessThan(
      1e-5,
    );
    await engine.release();
  },
);

test("a file that answers otherwise is refused", async () => {
  const [, plan] = plans[0] as (typeof plans)[number];
  const { kept } = await trainTiny(plan);
  const [name] = Object.keys(kept) as [string];
  const weight = kept[name] as Value;
  const changed = {
    ...kept,
    [name]: { ...weight, values: (weight.values as Float32Array).map((w) => w + 0.01) },
  };
  const engine = await createEngine(plan);
  await expect(checkExport(plan, engine, { model: exportModel(plan, changed), state: kept })).rejects.toThrow(
    "model.onnx: got answers that differ from the trained weights",
  );
  await engine.release();
});

test("facts for whoever opens the file are inside, and nothing of training is", async () => {
  const [, plan] = plans[0] as (typeof plans)[number];
  const { kept } = await trainTiny(plan);
  const bytes = exportModel(plan, kept);
  const { metadataProps, graph } = fromBinary(ModelProtoSchema, bytes);
  const facts = Object.fromEntries(metadataProps.map(({ key, value }) => [key, value]));
  expect(facts).toMatchObject({
    task: "classification",
    classes: '["class 0","class 1","class 2"]',
    columns: '["x","y"]',
  });
  expect(JSON.parse(facts["recipe"] as string)).toEqual(plan.recipe);
  expect(graph?.input.map(({ name }) => name)).toEqual(["input"]);
  const { once } = decodeModel(bytes);
  expect(once.toSorted()).toEqual(["Equal", "Gemm", "Gemm", "Mul", "Relu", "Softmax", "Sub", "Where"]);
});

test("the same weights give the same file", async () => {
  const [, plan] = plans[1] as (typeof plans)[number];
  const { kept } = await trainTiny(plan);
  const again = await trainTiny(plan);
  expect(numbersOf(again.kept)).toEqual(numbersOf(kept));
  expect(Buffer.from(exportModel(plan, kept)).equals(exportModel(plan, again.kept))).toBe(true);
});
