// Training steps with a technique at work, on the real engine against PyTorch: test/golden/techniques.py made the numbers.
import { readFileSync } from "node:fs";
import { test } from "vitest";
import {
  datasetOf,
  expectState,
  type Matrix,
  type Network,
  type Parameters,
  startOf,
} from "../../test/golden-networks.ts";
import { evaluatedState } from "../../test/evaluated-state.ts";
import { cast, constant, gather, input, reshape, type Shape, type Tensor } from "../graph/index.ts";
import { parseRecipe } from "../recipe/index.ts";
import { float32 } from "../runtime/index.ts";
import type { Draws, ModelParameter, Regularizer, Site, Tools } from "../seams/index.ts";
import { createEngine } from "./engine.ts";
import { type Plan, planRun } from "./plan.ts";
import type { State } from "./state.ts";
import { inputNames } from "./step.ts";
import { initialStrengths } from "./techniques.ts";

interface Case {
  readonly regularizers: readonly { readonly use: string }[];
  readonly optimizer: object;
  readonly loss?: string;
  /** Standard normal numbers or masks by what they are for, one matrix a step. */
  readonly noise: Readonly<Record<string, readonly Matrix[]>>;
  /** What techniques keep, at the beginning. */
  readonly kept?: Readonly<Record<string, readonly number[]>>;
  /** Those of the network, and those of the technique's own by their names in a run. */
  readonly exact: Parameters & Readonly<Record<string, Matrix | readonly number[]>>;
  /** What stands for the parameters in evaluation. */
  readonly evaluated?: Parameters;
}

const read = (file: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../test/golden/${file}`, import.meta.url), "utf8"));
const { cases } = read("techniques.json") as { cases: readonly Case[] };
const { networks } = read("training.json") as { networks: Readonly<Record<string, Network>> };
const network = networks["classification"] as Network;

/** The numbers of this step. */
function atStep(matrices: readonly Matrix[]): Tensor {
  const all = constant(matrices.flat(2), [
    matrices.length,
    matrices[0]?.length ?? 0,
    matrices[0]?.[0]?.length ?? 0,
  ]);
  return gather(all, input(inputNames.step, [], "int32"));
}

type SeamTools = Tools & { readonly parameter?: ModelParameter; readonly site?: Site };
type Act = (value: never, params: never, tools: SeamTools) => never;

/** A technique that is given the draws of the case instead of making them. */
function withNoise(regularizer: Regularizer, noise: Case["noise"]): Regularizer {
  const numbersOf = (name: string, shape: Shape): Tensor =>
    reshape(atStep(noise[name] as readonly Matrix[]), shape);
  const drawn = (name: string): Draws => ({
    normal: (shape) => numbersOf(name, shape),
    keepMask: (shape) => numbersOf(name, shape),
    uniform: (shape) => numbersOf("uniform", shape),
    beta: (rows) => numbersOf("share", [rows]),
    partners: (rows) => cast(numbersOf("partners", [rows]), "int32"),
  });
  const given = (seam: string, act: Act): Act =>
    seam === "loop"
      ? act
      : (value, params, tools) => {
          const draws = drawn(tools.parameter?.name ?? tools.site?.layer ?? seam);
          return act(value, params, { ...tools, ...draws, common: () => draws });
        };
  const at = Object.entries(regularizer.at).map(([seam, act]) => [seam, given(seam, act as Act)]);
  return { ...regularizer, at: Object.fromEntries(at) as Regularizer["at"] };
}

function planOf({ regularizers, optimizer, loss, noise }: Case): Plan {
  const recipe = parseRecipe(
    {
      split: { order: "file", validation: 0, test: 0 },
      scaling: { divisor: 1, targets: "none" },
      model: { preset: "mlp", hidden: [network.sizes[1]], activation: "tanh" },
      optimizer,
      ...(loss && { loss }),
      regularizers,
      epochs: 1,
      batchSize: 4,
      shuffle: false,
    },
    "golden",
  );
  const plan = planRun(
    recipe,
    datasetOf(
      network,
      network.inputs.map((_, row) => row),
      true,
    ),
  );
  return {
    ...plan,
    techniques: plan.techniques.map((technique) => ({
      ...technique,
      regularizer: withNoise(technique.regularizer, noise),
    })),
  };
}

const keptAtStart = ({ kept = {} }: Case): State =>
  Object.fromEntries(
    Object.entries(kept).map(([name, values]) => [name, float32(Float32Array.from(values), [values.length])]),
  );

const label = ({ regularizers, optimizer, loss }: Case): string =>
  JSON.stringify([...regularizers, optimizer, ...(loss ? [loss] : [])]).replaceAll(/[{}"[\]]|use:/g, "");

test.each(cases.map((example) => [label(example), example] as const))(
  "%s: five steps agree with PyTorch",
  async (_, example) => {
    const plan = planOf(example);
    const engine = await createEngine(plan);
    const strengths = initialStrengths(plan.techniques);
    const start = { ...startOf(plan, network.initial), ...keptAtStart(example) };
    const { state } = await engine.train(start, strengths, { from: 0, count: 5 });
    await engine.release();
    expectState(state, example.exact);
    if (example.evaluated) expectState(evaluatedState(plan, state), example.evaluated);
  },
);
