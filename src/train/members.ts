// Several runs of one plan in one compiled step: they share rows, order and random numbers, and differ in some strengths.
import { forMembers, input, inputName, type Tensor } from "../graph/index.ts";
import type { Step } from "../onnx/index.ts";
import { float32, type Value } from "../runtime/index.ts";
import type { State } from "./state.ts";

/** Runs that train at once. */
export interface Members {
  readonly count: number;
  /** The strengths in which they differ. */
  readonly paths: readonly string[];
}

/**
 * A step that makes an update of every member. It goes on when the loss of one is no finite number any more, and tells
 * nothing but the losses, `[members]`.
 * @throws Inseparable where an operation knows no members.
 */
export function stepOfMembers({ perStep, state, scans }: Step, { count, paths }: Members): Step {
  const befores = state.map(({ before }) => before);
  const inputs = [
    ...befores.map((before): [string, Tensor] => [
      inputName(before),
      input(inputName(before), [count, ...before.shape]),
    ]),
    ...paths.map((path): [string, Tensor] => [path, input(path, [count])]),
  ];
  const own = new Map(inputs);
  const [loss, ...afters] = forMembers(
    [scans["loss"] as Tensor, ...state.map(({ after }) => after)],
    own,
    count,
  );
  return {
    perStep,
    state: befores.map((before, i) => ({
      before: own.get(inputName(before)) as Tensor,
      after: afters[i] as Tensor,
    })),
    scans: { loss: loss as Tensor },
  };
}

/** A state for every member, `[members, ...shape]`. */
export const stateOfMembers = (state: State, count: number): State =>
  Object.fromEntries(
    Object.entries(state).map(([name, { shape, values }]): [string, Value] => {
      const all = new Float32Array(values.length * count);
      for (let member = 0; member < count; member++) all.set(values as Float32Array, member * values.length);
      return [name, float32(all, [count, ...shape])];
    }),
  );

/** The state of one member. */
export const memberState = (state: State, member: number): State =>
  Object.fromEntries(
    Object.entries(state).map(
      ([
        name,
        {
          shape: [count = 1, ...shape],
          values,
        },
      ]): [string, Value] => {
        const size = values.length / count;
        return [name, float32((values as Float32Array).slice(member * size, (member + 1) * size), shape)];
      },
    ),
  );
