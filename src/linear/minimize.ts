import { addScaled, dot } from "./kernels.ts";

/** A function to minimize: writes its gradient at a point, and gives its value there. */
export type Objective = (point: Float64Array, gradient: Float64Array) => number;

export interface Limits {
  readonly iterations: number;
  /** Done where no number of the gradient is larger. */
  readonly tolerance: number;
  /** Divides a direction by what is known of the curvature; by 1 when absent. */
  readonly curvature?: ((direction: Float64Array) => void) | undefined;
}

/** How many steps are remembered. */
const memory = 10;
const sufficient = 1e-4;

function largest(values: Float64Array): number {
  let most = 0;
  for (let i = 0; i < values.length; i++) most = Math.max(most, Math.abs(values[i] as number));
  return most;
}

/** `a + factor · b`. */
function moved(a: Float64Array, factor: number, b: Float64Array): Float64Array {
  const sum = a.slice();
  addScaled(sum, factor, b);
  return sum;
}

interface Step {
  readonly move: Float64Array;
  readonly change: Float64Array;
  /** `move · change`. */
  readonly bend: number;
}

/** Minus the gradient, seen through the curvature of the last steps (Nocedal & Wright 2006, algorithm 7.4). */
function directionOf(
  gradient: Float64Array,
  steps: readonly Step[],
  divide: (direction: Float64Array) => void,
): Float64Array {
  const direction = moved(new Float64Array(gradient.length), -1, gradient);
  const shares = steps.map(() => 0);
  for (let i = steps.length - 1; i >= 0; i--) {
    const { move, change, bend } = steps[i] as Step;
    const share = dot(move, direction) / bend;
    shares[i] = share;
    addScaled(direction, -share, change);
  }
  divide(direction);
  const last = steps.at(-1);
  if (last) {
    const divided = last.change.slice();
    divide(divided);
    const scale = last.bend / dot(last.change, divided);
    for (let i = 0; i < direction.length; i++) direction[i] = (direction[i] as number) * scale;
  }
  steps.forEach(({ move, change, bend }, i) => {
    const factor = (shares[i] as number) - dot(change, direction) / bend;
    addScaled(direction, factor, move);
  });
  return direction;
}

/**
 * Finds the minimum of a convex function by limited-memory BFGS with halved steps.
 * @returns the point; where it began is left as it is.
 */
export function minimize(
  objective: Objective,
  start: Float64Array,
  { iterations, tolerance, curvature }: Limits,
): Float64Array {
  let point = start;
  let gradient = new Float64Array(point.length);
  let value = objective(point, gradient);
  const steps: Step[] = [];
  for (let iteration = 0; iteration < iterations && largest(gradient) > tolerance; iteration++) {
    const direction = directionOf(gradient, steps, curvature ?? (() => undefined));
    const slope = dot(direction, gradient);
    let length = steps.length > 0 || curvature ? 1 : 1 / Math.max(1, largest(gradient));
    let next = point;
    let nextGradient = gradient;
    let nextValue = Infinity;
    for (let halving = 0; halving < 40; halving++) {
      next = moved(point, length, direction);
      nextGradient = new Float64Array(point.length);
      nextValue = objective(next, nextGradient);
      if (nextValue <= value + sufficient * length * slope) break;
      length /= 2;
    }
    if (!(nextValue < value)) return point;
    const move = moved(next, -1, point);
    const change = moved(nextGradient, -1, gradient);
    const bend = dot(move, change);
    if (bend > 0) steps.push({ move, change, bend });
    if (steps.length > memory) steps.shift();
    point = next;
    gradient = nextGradient;
    value = nextValue;
  }
  return point;
}
