import {
  createEngine,
  type Engine,
  initialState,
  initialStrengths,
  type Plan,
  type State,
} from "../src/train/index.ts";
import { makePace } from "../src/train/pace.ts";
import type { Case } from "./cases.ts";
import { planOf } from "./plan.ts";
import type { Problem } from "./problem.ts";

/** The engine of `ockham train` on a plan whose rows, order and initial weights are a problem's. */
export type Training = {
  readonly engine: Engine;
  readonly stepsPerEpoch: number;
  /** Runs some steps and resolves to the loss of the last batch, before its update. */
  readonly train: (steps: number) => Promise<number>;
};

/** The given parameters; what else is in a state starts as it always does. */
function stateOf(plan: Plan, { parameters, values }: Problem): State {
  const given = parameters.map(({ name, shape }, i) => [
    name,
    { dataType: "float32" as const, shape, values: values[i] as Float32Array },
  ]);
  return { ...initialState(plan), ...(Object.fromEntries(given) as State) };
}

/** @param measure for the engine. */
export async function startTraining(
  problem: Problem,
  measure?: { readonly profile: string },
): Promise<Training> {
  const model = { layers: problem.layers } as Case["model"];
  const plan = planOf({
    ...problem,
    input: problem.input as Case["input"],
    optimizer: problem.optimizer as Case["optimizer"],
    model,
    regularizers: problem.regularizers,
  });
  const engine = await createEngine(plan, measure);
  const { stepsPerEpoch } = plan;
  const strengths = initialStrengths(plan.techniques);
  const pace = makePace();
  let state = stateOf(plan, problem);
  let from = 0;
  const chunk = async (left: number): Promise<number> => {
    const count = pace.next(Math.min(left, stepsPerEpoch - (from % stepsPerEpoch)));
    const started = performance.now();
    const result = await engine.train(state, strengths, { from, count });
    pace.measured(count, performance.now() - started);
    ({ state } = result);
    from += count;
    return result.losses.at(-1) ?? NaN;
  };
  return {
    engine,
    stepsPerEpoch,
    train: async (steps) => {
      const end = from + steps;
      for (;;) {
        const loss = await chunk(end - from);
        if (from === end) return loss;
      }
    },
  };
}
