// Penalized logistic and multinomial regression: Newton's method, one class after another, with coordinate descent on each
// weighted least squares problem (Friedman, Hastie & Tibshirani 2010).
import type { Arithmetic } from "./arithmetic.ts";
import { bestShift, isToldApart, meanLogLoss, type Predictors, writeProbabilities } from "./classes.ts";
import type { Design } from "./design.ts";
import type { Failure, Solver } from "./follow.ts";
import { softThreshold, weightedSquares } from "./kernels.ts";
import type { Penalty } from "./options.ts";
import { classShares, outputCount, type Response, responseValues } from "./response.ts";
import { type Screen, screenOf } from "./screen.ts";

interface State {
  readonly design: Design;
  readonly arithmetic: Arithmetic;
  readonly penalty: Penalty;
  /** As a share of the null loss, so that it means the same for all data. */
  readonly tolerance: number;
  /** For each output whether each row is of its class: 0 or 1. */
  readonly isOf: readonly Float64Array[];
  readonly predictors: Predictors;
  readonly intercepts: Float64Array;
  /** `[columns]` for each output. */
  readonly slopes: readonly Float64Array[];
  /** `w (y − p)` for each output, at the last settled state. */
  readonly residuals: readonly Float64Array[];
  readonly screen: Screen;
  readonly working: number[];
  /** `[rows]`: `w p (1 − p)` of the step that is taken. */
  readonly curvatures: Float64Array;
  /** `[rows]`: what of `w (y − p)` is left in that step. */
  readonly left: Float64Array;
  /** `[columns]`: sums of squares by the curvatures. */
  readonly squares: Float64Array;
  /** `[columns]`: coefficients before the step. */
  readonly before: Float64Array;
  readonly probabilities: Float64Array;
  passes: number;
}

interface Strength {
  readonly l1: number;
  readonly l2: number;
}

/** Of the curvatures together: below it every row is certain. */
const leastCurvature = 1e-9;

/** Minimizes the mean of `−log p` plus `λ Σ fⱼ (α |βⱼ| + (1 − α)/2 βⱼ²)`. */
export function logitSolver(
  design: Design,
  response: Response,
  penalty: Penalty,
  arithmetic: Arithmetic,
): Solver {
  const { alpha } = penalty;
  const labels = responseValues(response);
  const state = startOf(design, response, penalty, arithmetic);
  const { predictors, screen, working, slopes, intercepts } = state;
  const nullLoss = meanLogLoss(predictors, labels, design.weights);
  settle(state);
  return {
    get passes() {
      return state.passes;
    },
    solve(lambda) {
      const strength = { l1: lambda * alpha, l2: lambda * (1 - alpha) };
      for (let isFirst = true; ; isFirst = false) {
        const found = screen.violators(strength.l1);
        if (found.length === 0 && !isFirst) return isUnbounded(state, lambda) ? "separated" : undefined;
        for (const column of found) {
          screen.isWorking[column] = 1;
          working.push(column);
        }
        const failure = descend(state, strength);
        if (failure) return failure;
        settle(state);
      }
    },
    isExact: () => false,
    steepest: () => screen.steepest(),
    devianceRatio: () => 1 - meanLogLoss(predictors, labels, design.weights) / nullLoss,
    leastGain: () => 1e-5,
    coefficients: () => ({
      columns: working.slice(),
      slopes: slopes.map((own) => working.map((column) => own[column] as number)),
      intercepts: intercepts.slice(),
    }),
  };
}

/**
 * Whether there is no optimum: columns that cost nothing tell all rows apart, so that larger coefficients do better without end
 * (Albert & Anderson 1984).
 */
function isUnbounded(state: State, lambda: number): boolean {
  const { slopes, penalty, predictors, isOf, design } = state;
  const isFree = slopes.every((own) =>
    own.every((slope, column) => slope === 0 || lambda * (penalty.factors[column] as number) === 0),
  );
  return isFree && isToldApart(predictors, isOf, design.weights);
}

function startOf(design: Design, response: Response, penalty: Penalty, arithmetic: Arithmetic): State {
  const { rows, vectors, weights } = design;
  const columns = vectors.length;
  const labels = responseValues(response);
  const outputs = outputCount(response);
  const logs = classShares(response, weights).map(Math.log);
  const middle = logs.reduce((sum, log) => sum + log, 0) / logs.length;
  const intercepts =
    outputs === 1
      ? Float64Array.of((logs[1] as number) - (logs[0] as number))
      : logs.map((log) => log - middle);
  const each = Array.from(intercepts);
  const values = arithmetic.vectors(rows, each.length);
  each.forEach((intercept, output) => values[output]?.fill(intercept));
  const predictors = { rows, values };
  const residuals = arithmetic.vectors(rows, each.length);
  const [curvatures, left] = arithmetic.vectors(rows, 2) as [Float64Array, Float64Array];
  return {
    design,
    arithmetic,
    penalty,
    tolerance: penalty.tolerance * meanLogLoss(predictors, labels, weights),
    isOf: each.map((_, output) =>
      Float64Array.from({ length: rows }, (_row, i) => Number(labels[i] === (outputs === 1 ? 1 : output))),
    ),
    predictors,
    intercepts,
    slopes: each.map(() => new Float64Array(columns)),
    residuals,
    screen: screenOf(design, residuals, { factors: penalty.factors, arithmetic, weights }),
    working: [],
    curvatures,
    left,
    squares: new Float64Array(columns),
    before: new Float64Array(columns),
    probabilities: new Float64Array(rows),
    passes: 0,
  };
}

/** Newton steps until no class moves any longer. */
function descend(state: State, strength: Strength): Failure | undefined {
  for (;;) {
    let largest = 0;
    for (let output = 0; output < state.slopes.length; output++) {
      const moved = step(state, output, strength);
      if (typeof moved === "string") return moved;
      largest = Math.max(largest, moved);
    }
    if (state.slopes.length > 1) shift(state);
    if (largest < state.tolerance) return undefined;
  }
}

/** One Newton step of a class. @returns its largest move, squared; a failure where there is none. */
function step(state: State, output: number, strength: Strength): number | Failure {
  const { tolerance, penalty, intercepts } = state;
  const total = approximate(state, output);
  if (total <= leastCurvature) return "separated";
  const level = intercepts[output] as number;
  while (pass(state, output, { ...strength, onlyActive: false }) >= tolerance)
    do if (state.passes > penalty.passes) return "passes";
    while (pass(state, output, { ...strength, onlyActive: true }) >= tolerance);
  return arrive(state, output, { total, level });
}

/** The weighted least squares problem that a class has at the present coefficients. @returns the sum of its weights. */
function approximate(state: State, output: number): number {
  const { design, predictors, probabilities, left, curvatures } = state;
  const { weights, vectors } = design;
  const isOf = state.isOf[output] as Float64Array;
  const slopes = state.slopes[output] as Float64Array;
  writeProbabilities(predictors, output, probabilities);
  let total = 0;
  for (let i = 0; i < left.length; i++) {
    const p = probabilities[i] as number;
    const weight = weights[i] as number;
    left[i] = weight * ((isOf[i] as number) - p);
    curvatures[i] = weight * p * (1 - p);
    total += weight * p * (1 - p);
  }
  for (const column of state.working) {
    state.squares[column] = weightedSquares(curvatures, vectors[column] as Float64Array);
    state.before[column] = slopes[column] as number;
  }
  return total;
}

/** One pass over columns and the intercept; with `onlyActive` over columns with coefficients. @returns the largest move, squared. */
function pass(
  state: State,
  output: number,
  { l1, l2, onlyActive }: Strength & { readonly onlyActive: boolean },
): number {
  const { curvatures, left, squares, intercepts, arithmetic } = state;
  const { vectors } = state.design;
  const { factors } = state.penalty;
  const slopes = state.slopes[output] as Float64Array;
  state.passes++;
  let largest = 0;
  for (const column of state.working) {
    const before = slopes[column] as number;
    if (onlyActive && before === 0) continue;
    const vector = vectors[column] as Float64Array;
    const square = squares[column] as number;
    const factor = factors[column] as number;
    const pull = arithmetic.dot(vector, left) + square * before;
    const after = softThreshold(pull, l1 * factor) / (square + l2 * factor);
    const move = after - before;
    // A column may be without any curvature where its rows are certain.
    if (move === 0 || !Number.isFinite(move)) continue;
    slopes[column] = after;
    arithmetic.addWeighted(left, -move, curvatures, vector);
    largest = Math.max(largest, square * move * move);
  }
  let sum = 0;
  let curvature = 0;
  for (let i = 0; i < left.length; i++) {
    sum += left[i] as number;
    curvature += curvatures[i] as number;
  }
  const move = sum / curvature;
  intercepts[output] = (intercepts[output] as number) + move;
  arithmetic.addScaled(left, -move, curvatures, left.length);
  return Math.max(largest, curvature * move * move);
}

/** Brings the linear predictors to the new coefficients. @returns the largest move, squared. */
function arrive(
  state: State,
  output: number,
  { total, level }: { readonly total: number; readonly level: number },
): number {
  const values = state.predictors.values[output] as Float64Array;
  const slopes = state.slopes[output] as Float64Array;
  const way = (state.intercepts[output] as number) - level;
  let largest = total * way * way;
  for (let i = 0; i < values.length; i++) values[i] = (values[i] as number) + way;
  for (const column of state.working) {
    const move = (slopes[column] as number) - (state.before[column] as number);
    if (move === 0) continue;
    state.arithmetic.addScaled(values, move, state.design.vectors[column] as Float64Array, values.length);
    largest = Math.max(largest, (state.squares[column] as number) * move * move);
  }
  return largest;
}

/** Coefficients of several classes together are known up to a shift only: the penalty chooses it. */
function shift({ slopes, working, penalty }: State): void {
  const own = new Float64Array(slopes.length);
  for (const column of working) {
    slopes.forEach((values, output) => (own[output] = values[column] as number));
    // Without a penalty any would do.
    const by = bestShift(own, penalty.factors[column] === 0 ? 0 : penalty.alpha);
    if (by !== 0) slopes.forEach((values) => (values[column] = (values[column] as number) - by));
  }
}

/** Brings the residuals that columns are screened by to the present coefficients. */
function settle({ design, predictors, isOf, residuals, probabilities }: State): void {
  residuals.forEach((own, output) => {
    writeProbabilities(predictors, output, probabilities);
    const labels = isOf[output] as Float64Array;
    for (let i = 0; i < own.length; i++)
      own[i] = (design.weights[i] as number) * ((labels[i] as number) - (probabilities[i] as number));
  });
}
