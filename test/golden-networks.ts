// Small networks whose training steps PyTorch has taken too: test/golden/training.py made their numbers.
import { expect } from "vitest";
import type { Dataset } from "../src/data/index.ts";
import { float32, type Value } from "../src/runtime/index.ts";
import type { Plan } from "../src/train/plan.ts";
import { initialState, type State } from "../src/train/state.ts";

export type Matrix = readonly (readonly number[])[];
export type Parameters = Readonly<Record<"W1" | "b1" | "W2" | "b2", Matrix | readonly number[]>>;

export interface Network {
  readonly sizes: readonly [inputs: number, hidden: number, outputs: number];
  readonly inputs: Matrix;
  readonly targets: Matrix;
  readonly initial: Parameters;
}

/** Relative, between an engine in single precision and exact numbers. */
export const tolerance = 1e-5;

const names = {
  W1: "dense1.weight",
  b1: "dense1.bias",
  W2: "output.weight",
  b2: "output.bias",
} as const satisfies Record<keyof Parameters, string>;
const parameterNames = Object.keys(names) as (keyof Parameters)[];

/** The rows of a network in the order in which a pass without shuffling visits them. */
export function datasetOf(
  { sizes, inputs, targets }: Network,
  order: readonly number[],
  isClasses: boolean,
): Dataset {
  const [width, , outputs] = sizes;
  const targetsInOrder = order.map((row) => targets[row] as readonly number[]);
  const numbers = Array.from({ length: outputs }, (_, i) => `y${i}`);
  return {
    name: "golden",
    rows: order.length,
    inputs: {
      // Images are divided by a number of our choice, and tables standardized: here nothing may be scaled.
      kind: "image",
      shape: [width],
      values: Float32Array.from(order.flatMap((row) => inputs[row] as readonly number[])),
    },
    targets: isClasses
      ? {
          kind: "classes",
          labels: Int32Array.from(targetsInOrder, (oneHot) => oneHot.indexOf(1)),
          classes: numbers,
        }
      : { kind: "numbers", values: Float32Array.from(targetsInOrder.flat()), columns: numbers },
  };
}

/** The state of a run that starts from given parameters. */
export function startOf(plan: Plan, initial: Parameters): State {
  const blank = initialState(plan);
  const given = parameterNames.map((name) => {
    const { shape } = blank[names[name]] as Value;
    return [names[name], float32(Float32Array.from(initial[name].flat()), shape)];
  });
  const state = { ...blank, ...(Object.fromEntries(given) as State) };
  const alike = plan.model.running.flatMap(({ name, initial }) =>
    typeof initial === "object" ? [[name, state[initial.like] as Value]] : [],
  );
  return { ...state, ...(Object.fromEntries(alike) as State) };
}

/** ‖found − expected‖ / ‖expected‖; of zeros, ‖found‖. */
function relativeError(found: ArrayLike<number>, expected: readonly number[]): number {
  const off = expected.reduce((total, value, i) => total + ((found[i] ?? NaN) - value) ** 2, 0);
  return Math.sqrt(off / (expected.reduce((total, value) => total + value ** 2, 0) || 1));
}

/**
 * Expects the parameters of a state to be those of PyTorch, as closely as `tolerance`.
 * @param exact those of the network, and others by their names in the state.
 */
export function expectState(state: State, exact: Readonly<Record<string, Matrix | readonly number[]>>): void {
  for (const [name, expected] of Object.entries(exact)) {
    const { values } = state[names[name as keyof Parameters] ?? name] as Value;
    expect(relativeError(values as Float32Array, expected.flat()), name).toBeLessThan(tolerance);
  }
}
