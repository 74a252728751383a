import { constant, evaluate, input } from "../src/graph/index.ts";
import type { Optimizer } from "../src/optimizers/index.ts";
import type { Role } from "../src/seams/index.ts";

interface Problem {
  readonly start: readonly number[];
  readonly learningRate: number;
  /** One for each update. */
  readonly gradients: readonly (readonly number[])[];
  readonly role?: Role;
}

/** The weights after each update, in double precision; settings that are not given have their defaults. */
export function runOptimizer(
  optimizer: Optimizer,
  given: Readonly<Record<string, unknown>>,
  { start, learningRate, gradients, role = "weight" }: Problem,
): Float64Array[] {
  const settings = Object.fromEntries(
    Object.entries(optimizer.params).map(([name, { schema }]) => [name, schema.parse(given[name])]),
  );
  const shape = [start.length];
  const weight = input("weight", shape);
  const gradient = input("gradient", shape);
  const names = optimizer.slots(settings);
  const slots = Object.fromEntries(names.map((name) => [name, input(`slot ${name}`, shape)]));
  let feeds: Record<string, ArrayLike<number>> = {
    weight: start,
    ...Object.fromEntries(names.map((name) => [`slot ${name}`, new Float64Array(start.length)])),
  };
  return gradients.map((values, i) => {
    const scalars = optimizer.scalars?.(i + 1, settings) ?? {};
    const after = optimizer.update(
      {
        parameter: { name: "dense1.weight", layer: "dense1", role, value: weight },
        weight,
        gradient,
        slots,
        learningRate: constant(learningRate),
        scalars: Object.fromEntries(Object.entries(scalars).map(([name, value]) => [name, constant(value)])),
      },
      settings,
    );
    const roots = [after.weight, ...names.map((name) => after.slots[name] ?? weight)];
    const [next = new Float64Array(), ...state] = evaluate(roots, { ...feeds, gradient: values });
    feeds = {
      weight: next,
      ...Object.fromEntries(names.map((name, at) => [`slot ${name}`, state[at] ?? []])),
    };
    return next;
  });
}
