// What Node and the browser both do, so that their numbers can be compared.
import { stepKey, stream } from "../../src/base/index.ts";
import type { Dataset } from "../../src/data/index.ts";
import { constant, input, keepMask, randomNormal, randomUniform } from "../../src/graph/index.ts";
import { compileModel } from "../../src/onnx/index.ts";
import { parseRecipe, type RecipeInput } from "../../src/recipe/index.ts";
import { createSession, int32, type Value } from "../../src/runtime/index.ts";
import { createEngine, initialState, initialStrengths, planRun } from "../../src/train/index.ts";

/** Images of noise around one prototype per class: something to learn, and pixels that keep their values. */
function noisyPrototypes(rows: number, side: number, classes: number): Dataset {
  const source = stream(1, "images");
  const pixels = side * side;
  const prototypes = Array.from({ length: classes * pixels }, () => source.uniform());
  const labels = Int32Array.from({ length: rows }, () => source.below(classes));
  const values = Float32Array.from({ length: rows * pixels }, (_, i) => {
    const label = labels[Math.floor(i / pixels)] as number;
    return ((prototypes[label * pixels + (i % pixels)] as number) + source.uniform()) / 2;
  });
  return {
    name: "noisy prototypes",
    rows,
    inputs: { kind: "image", shape: [1, side, side], values },
    targets: { kind: "classes", labels, classes: Array.from({ length: classes }, (_, i) => String(i)) },
  };
}

const common: RecipeInput = {
  scaling: { divisor: 1 },
  split: { validation: 0, test: 0 },
  batchSize: 32,
  seed: 5,
};

/** The nets that are trained in both places. */
export const nets = {
  mlp: {
    ...common,
    model: { preset: "mlp", hidden: [64, 32] },
    optimizer: { use: "adam", learningRate: 1e-3 },
    regularizers: [
      { use: "dropout", rate: 0.2 },
      { use: "l2", lambda: 0.1 },
    ],
  },
  lenet: {
    ...common,
    model: "lenet",
    optimizer: { use: "sgd", learningRate: 0.01, momentum: 0.9 },
  },
  /** Its channels come in blocks in Node where the processor has them, and never in a browser. */
  blocks: {
    ...common,
    model: { preset: "cnn", filters: [16, 16], units: [32] },
    optimizer: { use: "sgd", learningRate: 0.05 },
  },
} as const satisfies Record<string, RecipeInput>;

export type Net = keyof typeof nets;

/** The losses of the first steps of a net. */
export async function train(net: Net, count: number): Promise<number[]> {
  const plan = planRun(parseRecipe(nets[net], net), noisyPrototypes(32 * count, 28, 10));
  const engine = await createEngine(plan);
  const { losses } = await engine.train(initialState(plan), initialStrengths(plan.techniques), {
    from: 0,
    count,
  });
  await engine.release();
  return [...losses];
}

/** Random blocks of two named streams at some steps, as they come out of the engine, by name. */
export async function randomBlocks(): Promise<Record<string, number[]>> {
  const key = input("key", [], "int32");
  const outputs = {
    mask: keepMask(key, [33, 57], constant(0.3)),
    uniform: randomUniform(key, [31, 64]),
    normal: randomNormal(key, [16, 31]),
  };
  const session = await createSession(compileModel({ outputs }), { threads: 1, device: "cpu", spin: false });
  const found: Record<string, number[]> = {};
  for (const name of ["dropout:hidden1", "noise"])
    for (const step of [0, 1, 1000]) {
      const results = await session.run({ key: int32(Int32Array.of(stepKey(7, name, step)), []) });
      for (const output of Object.keys(outputs))
        found[`${output} of ${name} at step ${step}`] = Array.from((results[output] as Value).values, Number);
    }
  await session.release();
  return found;
}
