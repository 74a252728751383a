import { bug, type Stream, stream } from "../base/index.ts";
import { type Shape, sizeOf } from "../graph/index.ts";
import { float32, type Value } from "../runtime/index.ts";
import type { Plan } from "./plan.ts";
import { inputNames } from "./step.ts";

/** The numbers that training moves, by name: parameters, what the optimizer remembers about them, and running values. */
export type State = Readonly<Record<string, Value>>;

/** The shapes of what a model consists of, by name: its parameters and its running values. */
export const modelShapes = ({ model }: Plan): Record<string, Shape> =>
  Object.fromEntries([...model.parameters, ...model.running].map(({ name, shape }) => [name, shape]));

/** The shape of everything in a state, by name. */
export function stateShapes(plan: Plan): Record<string, Shape> {
  const { element, settings } = plan.optimizer;
  const slots = plan.model.parameters.flatMap(({ name, shape }) =>
    element.slots(settings).map((slot) => [inputNames.slot(name, slot), shape] as const),
  );
  return { ...modelShapes(plan), ...Object.fromEntries(slots) };
}

const filled = (shape: Shape, value: number): Float32Array => new Float32Array(sizeOf(shape)).fill(value);

/** The state before the first update: parameters drawn from streams of their own, running values as declared, slots 0. */
export function initialState({ model, optimizer, recipe }: Plan): State {
  const slots = optimizer.element.slots(optimizer.settings);
  const draw = (name: string): Stream => stream(recipe.seed, "initial", name);
  const values: Record<string, Value> = {};
  for (const { name, shape, initializer } of model.parameters)
    values[name] = float32(initializer(shape, draw(name)), shape);
  for (const { name, shape, initial } of model.running) {
    values[name] =
      typeof initial === "object"
        ? (values[initial.like] ?? bug(`There is no ${initial.like} to start ${name} from`))
        : float32(typeof initial === "number" ? filled(shape, initial) : initial(shape, draw(name)), shape);
  }
  for (const { name, shape } of model.parameters)
    for (const slot of slots) values[inputNames.slot(name, slot)] = float32(filled(shape, 0), shape);
  return values;
}

/** The model of a state, parameters and running values, without the optimizer's memory. */
export const modelOnly = (plan: Plan, state: State): State =>
  Object.fromEntries(Object.keys(modelShapes(plan)).map((name) => [name, state[name] as Value]));
