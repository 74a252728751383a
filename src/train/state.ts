import { stream } from "../base/index.ts";
import { sizeOf } from "../graph/index.ts";
import { float32, type Value } from "../runtime/index.ts";
import type { Plan } from "./plan.ts";
import { inputNames } from "./step.ts";

/** The numbers that training moves, by name: parameters and what the optimizer remembers about them. */
export type State = Readonly<Record<string, Value>>;

/** The names of everything in a state, parameters first. */
export function stateNames({ model, optimizer }: Plan): string[] {
  const slots = optimizer.element.slots(optimizer.settings);
  return [
    ...model.parameters.map(({ name }) => name),
    ...model.parameters.flatMap(({ name }) => slots.map((slot) => inputNames.slot(name, slot))),
  ];
}

/** The state before the first update: every parameter drawn from a stream of its own, every slot 0. */
export function initialState({ model, optimizer, recipe }: Plan): State {
  const slots = optimizer.element.slots(optimizer.settings);
  const parameters = model.parameters.map(({ name, shape, initializer }) => [
    name,
    float32(initializer(shape, stream(recipe.seed, "initial", name)), shape),
  ]);
  const memory = model.parameters.flatMap(({ name, shape }) =>
    slots.map((slot) => [inputNames.slot(name, slot), float32(new Float32Array(sizeOf(shape)), shape)]),
  );
  return Object.fromEntries([...parameters, ...memory]) as State;
}

/** The parameters of a state without the optimizer's memory. */
export const parametersOnly = (plan: Plan, state: State): State =>
  Object.fromEntries(plan.model.parameters.map(({ name }) => [name, state[name] as Value]));

/** The share of weights that are exactly 0, in all and by parameter. */
export function sparsityOf(
  { model }: Plan,
  state: State,
): { total: number; byParameter: Record<string, number> } {
  const weights = model.parameters.filter(({ role }) => role === "weight");
  const counts = weights.map(({ name }) => {
    const values = (state[name] as Value).values as Float32Array;
    let zeros = 0;
    for (const value of values) if (value === 0) zeros++;
    return { name, zeros, size: values.length };
  });
  const all = (key: "zeros" | "size"): number => counts.reduce((total, entry) => total + entry[key], 0);
  return {
    total: all("zeros") / all("size"),
    byParameter: Object.fromEntries(counts.map(({ name, zeros, size }) => [name, zeros / size])),
  };
}

/** The shape of everything in a state, by name. */
export function stateShapes(plan: Plan): Record<string, readonly number[]> {
  const shapes = new Map(plan.model.parameters.map(({ name, shape }) => [name, shape]));
  return Object.fromEntries(
    stateNames(plan).map((name) => [
      name,
      shapes.get(name) ?? shapes.get(name.slice(0, name.lastIndexOf(":"))),
    ]),
  ) as Record<string, readonly number[]>;
}
