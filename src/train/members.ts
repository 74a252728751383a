// Several runs of one plan in one compiled step: they share rows, order and random numbers, and differ in some strengths.
import {
  forMembers,
  input,
  inputName,
  sameShape,
  type Shape,
  share,
  type Tensor,
  reshape,
  transposeCarried,
} from "../graph/index.ts";
import type { Step } from "../onnx/index.ts";
import { float32, type Value } from "../runtime/index.ts";
import type { State } from "./state.ts";

/** Runs that train at once. */
export interface Members {
  readonly count: number;
  /** The strengths in which they differ. */
  readonly paths: readonly string[];
}

const isMatrix = ({ length }: Shape): boolean => length === 2;

/** Matrices of members lie one below the other, as products with what members share want them. */
const shapeOfAll = (shape: Shape, count: number): Shape => {
  const [rows = 1, ...more] = shape;
  return isMatrix(shape) ? [count * rows, ...more] : [count, ...shape];
};

/** A matrix that several rows are multiplied with is tall when its rows are its outputs. */
const isFasterTransposed = (shape: Shape): boolean =>
  isMatrix(shape) && (shape[0] as number) > (shape[1] as number) && (shape[1] as number) > 1;

/**
 * A step that makes an update of every member. It goes on when the loss of one is no finite number any more, and tells
 * nothing but the losses, `[members]`. What it carries is laid out as {@link stateOfMembers} does it.
 * @throws Inseparable where an operation knows no members.
 */
export function stepOfMembers({ perStep, state, scans }: Step, { count, paths }: Members): Step {
  const [onlyLoss, ...shared] = share([scans["loss"] as Tensor, ...state.map(({ after }) => after)]);
  const turn = transposeCarried(
    {
      state: state.map(({ before }, i) => ({ before, after: shared[i] as Tensor })),
      others: [onlyLoss as Tensor],
    },
    isFasterTransposed,
  );
  const carried = turn.state.map(({ before, after }) => ({
    name: inputName(before),
    shape: before.shape,
    after,
    all: input(inputName(before), shapeOfAll(before.shape, count)),
  }));
  const own = new Map([
    ...carried.map(({ name, shape, all }): [string, Tensor] => [name, reshape(all, [count, ...shape])]),
    ...paths.map((path): [string, Tensor] => [path, input(path, [count])]),
  ]);
  const roots = [...turn.others, ...carried.map(({ after }) => after)];
  const [loss, ...afters] = forMembers(roots, own, count);
  return {
    perStep,
    state: carried.map(({ all }, i) => ({
      before: all,
      after: reshape(afters[i] as Tensor, all.shape),
    })),
    scans: { loss: loss as Tensor },
  };
}

/** A matrix with rows for columns. */
function turned(values: Float32Array, [rows = 1, columns = 1]: Shape): Float32Array {
  const result = new Float32Array(values.length);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      result[column * rows + row] = values[row * columns + column] as number;
  return result;
}

/** The state of every member, all alike, as a step of theirs carries it. */
export const stateOfMembers = (one: State, { state }: Step, count: number): State =>
  Object.fromEntries(
    state.map(({ before }): [string, Value] => {
      const name = inputName(before);
      const { shape, values } = one[name] as Value;
      const isTurned = !sameShape(before.shape, shapeOfAll(shape, count));
      const own = isTurned ? turned(values as Float32Array, shape) : (values as Float32Array);
      const all = new Float32Array(own.length * count);
      for (let member = 0; member < count; member++) all.set(own, member * own.length);
      return [name, float32(all, before.shape)];
    }),
  );

/** The state of one member. @param like one of a single run, for its shapes and for what no step changes. */
export const memberState = (all: State, member: number, like: State): State =>
  Object.fromEntries(
    Object.entries(like).map(([name, value]): [string, Value] => {
      const known = all[name];
      if (!known) return [name, value];
      const size = value.values.length;
      const own = (known.values as Float32Array).slice(member * size, (member + 1) * size);
      const isTurned = isMatrix(value.shape) && known.shape[1] !== value.shape[1];
      return [name, float32(isTurned ? turned(own, value.shape.toReversed()) : own, value.shape)];
    }),
  );
