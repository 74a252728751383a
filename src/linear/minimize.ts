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

const dot = (a: Float64Array, b: Float64Array): number => {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
};

const largest = (values: Float64Array): number =>
  values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

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
  const direction = gradient.map((value) => -value);
  const shares = steps.map(() => 0);
  for (let i = steps.length - 1; i >= 0; i--) {
    const { move, change, bend } = steps[i] as Step;
    const share = dot(move, direction) / bend;
    shares[i] = share;
    change.forEach((value, at) => (direction[at] = (direction[at] as number) - share * value));
  }
  divide(direction);
  const last = steps.at(-1);
  if (last) {
    const divided = last.change.slice();
    divide(divided);
    const scale = last.bend / dot(last.change, divided);
    direction.forEach((value, at) => (direction[at] = value * scale));
  }
  steps.forEach(({ move, change, bend }, i) => {
    const factor = (shares[i] as number) - dot(change, direction) / bend;
    move.forEach((value, at) => (direction[at] = (direction[at] as number) + factor * value));
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
      next = point.map((x, i) => x + length * (direction[i] as number));
      nextGradient = new Float64Array(point.length);
      nextValue = objective(next, nextGradient);
      if (nextValue <= value + sufficient * length * slope) break;
      length /= 2;
    }
    if (!(nextValue < value)) return point;
    const move = next.map((x, i) => x - (point[i] as number));
    const change = nextGradient.map((x, i) => x - (gradient[i] as number));
    const bend = dot(move, change);
    if (bend > 0) steps.push({ move, change, bend });
    if (steps.length > memory) steps.shift();
    point = next;
    gradient = nextGradient;
    value = nextValue;
  }
  return point;
}
