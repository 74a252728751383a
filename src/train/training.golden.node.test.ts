// Whole training steps on the real engine against PyTorch: test/golden/training.py made the numbers.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import {
  datasetOf,
  expectState,
  type Matrix,
  type Network,
  type Parameters,
  startOf,
  tolerance,
} from "../../test/golden-networks.ts";
import { constant, gather, input } from "../graph/index.ts";
import { parseRecipe } from "../recipe/index.ts";
import { createEngine, type Engine } from "./engine.ts";
import { type Plan, planRun } from "./plan.ts";
import type { State } from "./state.ts";
import { inputNames } from "./step.ts";
import { initialStrengths } from "./techniques.ts";

interface Case {
  readonly name: string;
  readonly network: "classification" | "regression";
  readonly activation: string;
  readonly loss: string;
  readonly optimizer: { readonly use: string; readonly rate: number; readonly [setting: string]: unknown };
  /** The rows of each step's batch. */
  readonly batches: readonly (readonly number[])[];
  readonly l2?: { readonly convention: string; readonly lambda: number };
  readonly dropout?: { readonly rate: number; readonly masks: readonly Matrix[] };
  /** The parameters after the last step, in double precision. */
  readonly exact: Parameters;
  /** Before the update of each step. */
  readonly losses: readonly { readonly loss: number; readonly objective: number }[];
}

const golden = JSON.parse(
  readFileSync(new URL("../../test/golden/training.json", import.meta.url), "utf8"),
) as { networks: Readonly<Record<string, Network>>; cases: readonly Case[] };

const batchSize = 4;

const losses: Readonly<Record<string, string>> = { softmaxCrossEntropy: "crossEntropy" };

/** What the optimizers of the golden cases are called in a recipe. */
function optimizerOf({ use, rate, momentum, ...rest }: Case["optimizer"]): Record<string, unknown> {
  const { decays: _, rho, ...settings } = rest;
  const learningRate = rate;
  if (use === "sgd") return { use, learningRate };
  if (use === "momentum" || use === "nesterov")
    return { use: "sgd", learningRate, momentum, nesterov: use === "nesterov" };
  if (use === "rmsprop") return { use, learningRate, smoothing: rho, ...settings };
  return { use: use === "adamw" ? "adamW" : use, learningRate, ...settings };
}

/** Replaces the random masks of dropout by those of the golden case. */
function withMasks(plan: Plan, masks: readonly Matrix[]): Plan {
  const [rows, units] = [masks[0]?.length ?? 0, masks[0]?.[0]?.length ?? 0];
  const all = constant(masks.flat(2), [masks.length, rows, units]);
  const mask = gather(all, input(inputNames.step, [], "int32"));
  const techniques = plan.techniques.map((technique) => {
    const { regularizer } = technique;
    const layers: typeof regularizer.at.layers = (hidden, params, tools) =>
      regularizer.at.layers?.(hidden, params, { ...tools, keepMask: () => mask }) ?? hidden;
    return { ...technique, regularizer: { ...regularizer, at: { layers } } };
  });
  return { ...plan, techniques };
}

/** Decays all parameters as PyTorch does when it is given no groups: no setting of ours decays biases. */
function decayingAll(plan: Plan): Plan {
  const { element, settings } = plan.optimizer;
  const update: typeof element.update = (change, given) =>
    element.update({ ...change, parameter: { ...change.parameter, role: "weight" } }, given);
  return { ...plan, optimizer: { element: { ...element, update }, settings } };
}

function planOf(example: Case, order: readonly number[], epochs: number): Plan {
  const network = golden.networks[example.network] as Network;
  const { l2, dropout } = example;
  const recipe = parseRecipe(
    {
      split: { order: "file", validation: 0, test: 0 },
      scaling: { divisor: 1, targets: "none" },
      model: { preset: "mlp", hidden: [network.sizes[1]], activation: example.activation },
      loss: losses[example.loss] ?? example.loss,
      optimizer: optimizerOf(example.optimizer),
      regularizers: [
        ...(l2 ? [{ use: "l2", lambda: l2.lambda, convention: l2.convention }] : []),
        ...(dropout ? [{ use: "dropout", rate: dropout.rate }] : []),
      ],
      epochs,
      batchSize,
      shuffle: false,
    },
    example.name,
  );
  const plan = planRun(recipe, datasetOf(network, order, example.network === "classification"));
  const masked = dropout ? withMasks(plan, dropout.masks) : plan;
  return example.optimizer["decays"] === "all" ? decayingAll(masked) : masked;
}

/** The batches of each pass over the rows: a pass ends with its smaller batch, or with the last one. */
function passes(batches: Case["batches"]): { order: number[]; from: number; count: number }[] {
  const ends = batches.flatMap((batch, i) =>
    batch.length < batchSize || i === batches.length - 1 ? [i + 1] : [],
  );
  return ends.map((end, i) => {
    const from = ends[i - 1] ?? 0;
    return { order: batches.slice(from, end).flat(), from, count: end - from };
  });
}

/** Takes the steps of a case one at a time, and each pass once more in one call. */
async function replay(example: Case, visit: (step: number, loss: number, penalty: number) => void) {
  const all = passes(example.batches);
  let state: State | undefined;
  let engine: Engine | undefined;
  for (const { order, from, count } of all) {
    const plan = planOf(example, order, all.length);
    // A new engine for each pass, because the golden passes visit the rows in orders of their own.
    engine = await createEngine(plan);
    const strengths = initialStrengths(plan.techniques);
    state ??= startOf(plan, (golden.networks[example.network] as Network).initial);
    const atOnce = await engine.train(state, strengths, { from, count });
    for (let step = from; step < from + count; step++) {
      const penalty = await engine.penalty(state, strengths);
      const result = await engine.train(state, strengths, { from: step, count: 1 });
      visit(step, result.losses[0] as number, penalty);
      state = result.state;
    }
    expect(atOnce.state).toEqual(state);
    await engine.release();
  }
  return state as State;
}

test.each(golden.cases.map((example) => [example.name, example] as const))("%s", async (_, example) => {
  const state = await replay(example, (step, loss, penalty) => {
    const expected = example.losses[step] as Case["losses"][number];
    expect(Math.abs(loss / expected.loss - 1), `loss of step ${step}`).toBeLessThan(tolerance);
    expect(Math.abs((loss + penalty) / expected.objective - 1), `objective of step ${step}`).toBeLessThan(
      tolerance,
    );
  });
  expectState(state, example.exact);
});
