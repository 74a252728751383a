// Penalized least squares by coordinate descent (Friedman, Hastie & Tibshirani 2010, "Regularization paths for generalized
// linear models via coordinate descent").
import { type Design, momentsOf } from "./design.ts";
import type { Failure, Solver } from "./follow.ts";
import { addScaled, dot, softThreshold } from "./kernels.ts";
import type { Penalty } from "./options.ts";
import { type Screen, screenOf } from "./screen.ts";
import { productsFrom } from "./tiles.ts";
import { addColumn, type Descent, descendByProducts, newWorking, type Working } from "./working.ts";

/** Among so many columns their products are kept; more are descended by their residuals. */
const mostProducts = (rows: number): number => Math.min(2 * rows + 200, 4000);

interface State {
  readonly design: Design;
  readonly penalty: Penalty;
  readonly residuals: Float64Array;
  /** The residuals before they moved. */
  readonly before: Float64Array;
  readonly screen: Screen;
  readonly working: Working;
  passes: number;
}

/**
 * Minimizes `½ Σ wᵢ (yᵢ − b − xᵢ β)² + λ Σ fⱼ (α |βⱼ| + (1 − α)/2 βⱼ²)` for targets scaled to variance 1.
 * @param design of columns multiplied by the roots of the weights.
 * @param targets `[rows]`, not all alike.
 */
export function gaussianSolver(design: Design, targets: ArrayLike<number>, penalty: Penalty): Solver {
  const { weights, vectors, rows } = design;
  const { centre: level, square } = momentsOf(Float64Array.from(targets), weights);
  // As glmnet has it: targets of length 1, so that the tolerance means the same for all.
  const spread = Math.sqrt(square);
  const residuals = weights.map(
    (weight, i) => (Math.sqrt(weight) * ((targets[i] as number) - level)) / spread,
  );
  const screen = screenOf(design, [residuals], penalty.factors);
  const working = newWorking();
  const state: State = {
    design,
    penalty,
    residuals,
    before: new Float64Array(rows),
    screen,
    working,
    passes: 0,
  };
  return {
    get passes() {
      return state.passes;
    },
    solve: (lambda) => solve(state, lambda / spread),
    steepest: () => screen.steepest() * spread,
    devianceRatio: () => 1 - dot(residuals, residuals),
    leastGain: (ratio) => 1e-5 * ratio,
    coefficients() {
      const slopes = new Float64Array(vectors.length);
      for (let i = 0; i < working.count; i++)
        slopes[working.columns[i] as number] = (working.coefficients[i] as number) * spread;
      return { slopes: [slopes], intercepts: Float64Array.of(level) };
    },
  };
}

function solve(state: State, lambda: number): Failure | undefined {
  const { penalty, screen } = state;
  const { alpha, tolerance } = penalty;
  const strength = { l1: lambda * alpha, l2: lambda * (1 - alpha), tolerance };
  for (let isFirst = true; ; isFirst = false) {
    const found = screen.violators(strength.l1);
    if (found.length === 0 && !isFirst) return undefined;
    take(state, found);
    state.passes += descend(state, { ...strength, passes: penalty.passes - state.passes });
    if (state.passes > penalty.passes) return "passes";
  }
}

/** Works on further columns from now on. */
function take({ design, penalty, residuals, screen, working }: State, found: readonly number[]): void {
  const { vectors, squares, rows } = design;
  const first = working.count;
  for (const column of found) {
    screen.isWorking[column] = 1;
    addColumn(working, {
      column,
      gradient: dot(vectors[column] as Float64Array, residuals),
      square: squares[column] as number,
      factor: penalty.factors[column] as number,
    });
  }
  if (working.count > mostProducts(rows)) working.gram = undefined;
  const { gram, stride, columns, count } = working;
  if (!gram) return;
  const own = Array.from(columns.subarray(0, count), (column) => vectors[column] as Float64Array);
  productsFrom(own, first, (i, j, product) => {
    gram[i * stride + j] = product;
    gram[j * stride + i] = product;
  });
}

/** Brings coefficients and residuals to the optimum of the columns that are worked on. @returns the passes it took. */
function descend({ design, residuals, before, screen, working }: State, descent: Descent): number {
  before.set(residuals);
  let needed: number;
  if (working.gram) {
    working.settled.set(working.coefficients);
    needed = descendByProducts(working, descent);
    for (let i = 0; i < working.count; i++) {
      const move = (working.coefficients[i] as number) - (working.settled[i] as number);
      if (move !== 0)
        addScaled(residuals, -move, design.vectors[working.columns[i] as number] as Float64Array);
    }
  } else needed = descendByResiduals(design, working, residuals, descent);
  addScaled(before, -1, residuals);
  screen.moved(0, Math.sqrt(dot(before, before)));
  return needed;
}

/** Descends until no coordinate moves any longer. @returns the passes it took, Infinity where they were too many. */
function descendByResiduals(
  design: Design,
  working: Working,
  residuals: Float64Array,
  descent: Descent,
): number {
  const pass = (onlyActive: boolean): boolean =>
    passByResiduals(design, working, residuals, { ...descent, onlyActive }) < descent.tolerance;
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
  { vectors }: Design,
  working: Working,
  residuals: Float64Array,
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
    const pull = dot(vector, residuals) + square * before;
    const after = softThreshold(pull, l1 * factor) / (square + l2 * factor);
    if (after === before) continue;
    coefficients[i] = after;
    addScaled(residuals, before - after, vector);
    largest = Math.max(largest, square * (after - before) ** 2);
  }
  return largest;
}
