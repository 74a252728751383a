// Weighted losses against PyTorch: test/golden/weights.py made the numbers.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  datasetOf,
  expectState,
  type Network,
  type Parameters,
  startOf,
  tolerance,
} from "../../test/golden-networks.ts";
import { blobs, slopes, tinyPlan } from "../../test/tiny-runs.ts";
import { parseRecipe } from "../recipe/index.ts";
import { createEngine } from "./engine.ts";
import { planRun } from "./plan.ts";
import { lossOf } from "./scores.ts";
import { initialStrengths } from "./techniques.ts";

interface Case {
  readonly losses: readonly number[];
  readonly exact: Parameters;
}
interface Golden extends Readonly<Record<"classes" | "both", Case>> {
  readonly rate: number;
  readonly batchSize: number;
  readonly classWeights: readonly number[];
  readonly rowWeights: readonly number[];
}

const read = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../test/golden/${name}.json`, import.meta.url), "utf8"));
const golden = read("weights") as Golden;
const network = (read("training") as { networks: Readonly<Record<string, Network>> }).networks[
  "classification"
] as Network;

test.each(["classes", "both"] as const)("PyTorch takes the same steps with weights of %s", async (kind) => {
  const { rate, batchSize, classWeights, rowWeights } = golden;
  const rows = network.inputs.map((_, row) => row);
  const plain = datasetOf(network, rows, true);
  const recipe = parseRecipe(
    {
      split: { order: "file", validation: 0, test: 0 },
      scaling: { divisor: 1 },
      model: { preset: "mlp", hidden: [network.sizes[1]], activation: "tanh" },
      optimizer: { use: "sgd", learningRate: rate },
      classWeights: Object.fromEntries(classWeights.map((weight, k) => [`y${k}`, weight])),
      epochs: 1,
      batchSize,
      shuffle: false,
    },
    kind,
  );
  const weights = Float32Array.from(rowWeights);
  const plan = planRun(recipe, kind === "both" ? { ...plain, weights } : plain);
  const engine = await createEngine(plan);
  const { state, losses } = await engine.train(
    startOf(plan, network.initial),
    initialStrengths(plan.techniques),
    { from: 0, count: golden[kind].losses.length },
  );
  await engine.release();
  golden[kind].losses.forEach((loss, i) =>
    expect(Math.abs((losses[i] as number) - loss)).toBeLessThan(tolerance),
  );
  expectState(state, golden[kind].exact as never);
});

describe("weights of classes", () => {
  test("balanced are those of scikit-learn", () => {
    const dataset = blobs(60, 2);
    const uneven = {
      ...dataset,
      targets: {
        kind: "classes" as const,
        labels: Int32Array.from({ length: 60 }, (_, i) => Number(i % 4 === 0)),
        classes: ["a", "b"],
      },
    };
    const plan = tinyPlan({ classWeights: "balanced", split: { validation: 0, test: 0 } }, uneven);
    // 60 / (2 · 45) and 60 / (2 · 15)
    expect(plan.rowWeights?.[1]).toBeCloseTo(2 / 3, 6);
    expect(plan.rowWeights?.[0]).toBeCloseTo(2, 6);
  });

  test("are refused for unknown classes and for numbers", () => {
    expect(() => tinyPlan({ classWeights: { "class 9": 2 } })).toThrow(
      /got the class "class 9", expected classes among class 0/,
    );
    expect(() => tinyPlan({ classWeights: "balanced" }, slopes(60))).toThrow(/for a target of numbers/);
  });

  test("are not counted in scores", () => {
    expect(tinyPlan({ classWeights: "balanced" }).dataset.weights).toBeUndefined();
  });
});

test("the mean of weighted losses is that of rows repeated as often", () => {
  const weighted = lossOf(Float32Array.of(1, 4), Float32Array.of(3, 1));
  expect(weighted.loss).toBeCloseTo(lossOf(Float32Array.of(1, 1, 1, 4)).loss, 12);
});
