// Penalized least squares by coordinate descent (Friedman, Hastie & Tibshirani 2010, "Regularization paths for generalized
// linear models via coordinate descent").
import { ActiveSet } from "./active-set.ts";
import type { Arithmetic } from "./arithmetic.ts";
import { type Design, momentsOf } from "./design.ts";
import type { Failure, Solver } from "./follow.ts";
import { softThreshold } from "./kernels.ts";
import { mostExact, type Penalty } from "./options.ts";
import { type Screen, screenOf } from "./screen.ts";
import { productsFrom } from "./tiles.ts";
import { addColumn, type Descent, descendByProducts, newWorking, type Working } from "./working.ts";

/** How many passes a strength takes before that is known. */
const usualPasses = 5;

/** Among so many columns products are kept at most; more are descended by their residuals. */
export const mostProducts = (rows: number, columns: number): number =>
  Math.min(columns, 2 * rows + 200, 2000);

interface Strength {
  readonly l1: number;
  readonly l2: number;
}

interface State {
  readonly design: Design;
  readonly penalty: Penalty;
  readonly residuals: Float64Array;
  readonly screen: Screen;
  readonly working: Working;
  readonly arithmetic: Arithmetic;
  /** For eight products. */
  readonly room: Float64Array;
  /** Where the optimum is asked for itself. */
  readonly active: ActiveSet | undefined;
  /** Whether the strength that was solved last was brought there. */
  isExact: boolean;
  passes: number;
  /** How many strengths were solved. */
  solved: number;
}

/**
 * Minimizes `½ Σ wᵢ (yᵢ − b − xᵢ β)² + λ Σ fⱼ (α |βⱼ| + (1 − α)/2 βⱼ²)` for targets scaled to variance 1.
 * @param design of columns multiplied by the roots of the weights.
 * @param targets `[rows]`, not all alike.
 */
export function gaussianSolver(
  design: Design,
  targets: ArrayLike<number>,
  penalty: Penalty,
  arithmetic: Arithmetic,
): Solver {
  const { weights, vectors, rows } = design;
  const { centre: level, square } = momentsOf(Float64Array.from(targets), weights);
  // As glmnet has it: targets of length 1, so that the tolerance means the same for all.
  const spread = Math.sqrt(square);
  const [residuals] = arithmetic.vectors(rows, 1) as [Float64Array];
  weights.forEach(
    (weight, i) => (residuals[i] = (Math.sqrt(weight) * ((targets[i] as number) - level)) / spread),
  );
  const { factors } = penalty;
  const screen = screenOf(design, [residuals], { factors, arithmetic });
  const working = newWorking(arithmetic, vectors.length, mostProducts(rows, vectors.length));
  const [room] = arithmetic.vectors(8, 1) as [Float64Array];
  const state: State = {
    design,
    penalty,
    residuals,
    screen,
    working,
    arithmetic,
    room,
    active: penalty.exact ? new ActiveSet({ design, residuals, working, arithmetic }) : undefined,
    isExact: false,
    passes: 0,
    solved: 0,
  };
  return {
    get passes() {
      return state.passes;
    },
    solve: (lambda) => solve(state, lambda / spread),
    steepest: () => screen.steepest() * spread,
    isExact: () => state.isExact,
    devianceRatio: () => 1 - arithmetic.dot(residuals, residuals),
    leastGain: (ratio) => 1e-5 * ratio,
    coefficients() {
      const { count, columns, coefficients } = working;
      return {
        columns: columns.slice(0, count),
        slopes: [coefficients.slice(0, count).map((slope) => slope * spread)],
        intercepts: Float64Array.of(level),
      };
    },
  };
}

function solve(state: State, lambda: number): Failure | undefined {
  const { penalty, screen } = state;
  const { alpha, tolerance } = penalty;
  const strength = { l1: lambda * alpha, l2: lambda * (1 - alpha), tolerance };
  for (let isFirst = true; ; isFirst = false) {
    const found = screen.violators(strength.l1);
    if (found.length === 0 && !isFirst) {
      state.solved++;
      return undefined;
    }
    take(state, found);
    state.passes += descend(state, { ...strength, passes: penalty.passes - state.passes });
    if (state.passes > penalty.passes) return "passes";
    if (state.active) sharpen(state, state.active, strength);
  }
}

/** Goes on to the optimum itself. */
function sharpen(state: State, active: ActiveSet, strength: Strength): void {
  const { working } = state;
  let count = 0;
  for (let i = 0; i < working.count; i++) count += Number(working.coefficients[i] !== 0);
  state.isExact = count <= mostExact && active.solve(strength);
}

/**
 * Whether products pay among so many columns: those of one cost as much as a pass for every second column, and there may be
 * fewer passes to come than that.
 */
function isWorthProducts({ design, penalty, passes, solved }: State, count: number): boolean {
  const left = (penalty.lambdas?.length ?? penalty.count) - solved;
  const expected = (left * (passes + usualPasses)) / (solved + 1);
  return count <= Math.min(2 * expected, mostProducts(design.rows, design.vectors.length));
}

/** Works on further columns from now on. */
function take(state: State, found: readonly number[]): void {
  const { design, penalty, residuals, screen, working, arithmetic } = state;
  const { vectors, squares } = design;
  const first = working.count;
  if (!isWorthProducts(state, first + found.length)) working.gram = undefined;
  for (const column of found) {
    screen.isWorking[column] = 1;
    addColumn(working, {
      column,
      gradient: arithmetic.dot(vectors[column] as Float64Array, residuals),
      square: squares[column] as number,
      factor: penalty.factors[column] as number,
    });
  }
  const { gram, columns, count } = working;
  if (!gram) return;
  const own = Array.from(columns.subarray(0, count), (column) => vectors[column] as Float64Array);
  productsFrom(own, first, state, (i, j, product) => {
    (gram[i] as Float64Array)[j] = product;
    (gram[j] as Float64Array)[i] = product;
  });
}

/** Brings coefficients and residuals to the optimum of the columns that are worked on. @returns the passes it took. */
function descend(state: State, descent: Descent): number {
  const { residuals, working, arithmetic, design } = state;
  let needed: number;
  if (working.gram) {
    working.settled.set(working.coefficients);
    needed = descendByProducts(working, descent, arithmetic);
    for (let i = 0; i < working.count; i++) {
      const move = (working.coefficients[i] as number) - (working.settled[i] as number);
      const vector = design.vectors[working.columns[i] as number] as Float64Array;
      if (move !== 0) arithmetic.addScaled(residuals, -move, vector, vector.length);
    }
  } else needed = descendByResiduals(state, descent);
  return needed;
}

/** Descends until no coordinate moves any longer. @returns the passes it took, Infinity where they were too many. */
function descendByResiduals(state: State, descent: Descent): number {
  const pass = (onlyActive: boolean): boolean =>
    passByResiduals(state, { ...descent, onlyActive }) < descent.tolerance;
  let taken = 0;
  for (;;) {
    if (++taken > descent.passes) return Infinity;
    if (pass(false)) return taken;
    do if (++taken > descent.passes) return Infinity;
    while (!pass(true));
  }
}

/** One pass over columns by their residuals; with `onlyActive` over those with coefficients. @returns the largest move, squared. */
function passByResiduals(
  { design: { vectors }, working, residuals, arithmetic }: State,
  { l1, l2, onlyActive }: Descent & { readonly onlyActive: boolean },
): number {
  const { columns, coefficients, squares, factors, count } = working;
  let largest = 0;
  for (let i = 0; i < count; i++) {
    const before = coefficients[i] as number;
    if (onlyActive && before === 0) continue;
    const vector = vectors[columns[i] as number] as Float64Array;
    const square = squares[i] as number;
    const factor = factors[i] as number;
    const pull = arithmetic.dot(vector, residuals) + square * before;
    const after = softThreshold(pull, l1 * factor) / (square + l2 * factor);
    if (after === before) continue;
    coefficients[i] = after;
    arithmetic.addScaled(residuals, before - after, vector, vector.length);
    largest = Math.max(largest, square * (after - before) ** 2);
  }
  return largest;
}
