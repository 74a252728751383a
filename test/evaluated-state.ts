// The trained model as plain numbers.
import { constant, evaluate, type Tensor } from "../src/graph/index.ts";
import { float32, type Value } from "../src/runtime/index.ts";
import type { Role } from "../src/seams/index.ts";
import { evaluationSeams, type Spec } from "../src/train/evaluated.ts";
import type { Plan } from "../src/train/plan.ts";
import type { State } from "../src/train/state.ts";

/** A state with what stands for each of the model's numbers in evaluation in its place. */
export function evaluatedState(plan: Plan, state: State): State {
  const held = ({ name, shape }: Omit<Spec, "layer">): Tensor =>
    constant((state[name] as Value).values as Float32Array, shape);
  const seams = evaluationSeams(plan, held);
  const standing = ({ name, layer, shape }: Spec, role: Role): [string, Value] => {
    const [values] = evaluate([seams.values({ name, layer, role, value: held({ name, shape }) })]);
    return [name, float32(Float32Array.from(values ?? []), shape)];
  };
  const { parameters, running } = plan.model;
  return {
    ...state,
    ...Object.fromEntries(parameters.map((spec) => standing(spec, spec.role))),
    ...Object.fromEntries(running.map((spec) => standing(spec, "statistic"))),
  };
}
