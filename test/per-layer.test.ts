// The same technique twice, each use with layers and a strength of its own: for all that act on layers or weights.
import { expect, test } from "vitest";
import { type RecipeInput, scopeOf } from "../src/recipe/index.ts";
import { regularizers } from "../src/regularizers/index.ts";
import type { Regularizer } from "../src/seams/index.ts";
import { createEngine } from "../src/train/engine.ts";
import type { State } from "../src/train/state.ts";
import type { Strengths } from "../src/train/techniques.ts";
import { freshRun, numbersOf, striped, tinyPlan } from "./tiny-runs.ts";

const convolution = { use: "conv", filters: 4, padding: 1 } as const;
const residual = { use: "residual", layers: [convolution, convolution] } as const;
const images = striped(40);

type Trained = (strengths: Strengths) => Promise<Record<string, number[]>>;

/** Trains a few updates with some uses of a technique, as often as wanted with other strengths. */
async function trainer(uses: readonly object[]): Promise<{ train: Trained; release: () => Promise<void> }> {
  const plan = tinyPlan(
    {
      model: { layers: [residual, residual] },
      regularizers: uses as NonNullable<RecipeInput["regularizers"]>,
    },
    images,
  );
  const engine = await createEngine(plan);
  const { state, position } = freshRun(plan);
  return {
    train: async (strengths) => {
      const all = { ...position.strengths, ...strengths };
      const after: { state: State } = await engine.train(state, all, { from: 0, count: 3 });
      return numbersOf(after.state);
    },
    release: engine.release,
  };
}

/** A strength at which it changes something, and one at which it changes nothing. */
function strengthsOf({ params, strength }: Regularizer): { on: number; off: number } {
  const { off, default: usual } = params[strength]?.facts ?? {};
  // Limits that are never reached, or always.
  return off === undefined ? { on: 1e-3, off: 1e6 } : { on: usual as number, off };
}

const techniques = Object.values<Regularizer>(regularizers).filter(
  (technique) =>
    "layers" in scopeOf(technique) &&
    technique.params[technique.strength]?.kind === "live" &&
    // What only one can decide cannot be told from two.
    technique.decides === undefined,
);

test.each(techniques.map((technique) => [technique.id, technique] as const))("%s", async (use, technique) => {
  const { strength } = technique;
  const { on, off } = strengthsOf(technique);
  const [first, second] = [`${use}.${strength}`, `${use}#2.${strength}`];
  const both = await trainer(["residual1", "residual2"].map((layer) => ({ use, layers: [layer] })));
  const alone = await trainer([{ use, layers: ["residual1"] }]);
  const atFirst = await both.train({ [first]: on, [second]: off });
  // The second use may keep values of its own.
  expect(atFirst).toMatchObject(await alone.train({ [first]: on }));
  const [none, atSecond, atBoth] = await Promise.all([
    both.train({ [first]: off, [second]: off }),
    both.train({ [first]: off, [second]: on }),
    both.train({ [first]: on, [second]: on }),
  ]);
  for (const other of [none, atSecond, atBoth]) expect(other).not.toEqual(atFirst);
  expect(atSecond).not.toEqual(none);
  await both.release();
  await alone.release();
});
