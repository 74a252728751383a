import type { Penalty } from "./options.ts";

/** A penalized model that is brought to its optimum at one strength after another, each from where the last one ended. */
export interface Solver {
  /** @returns why the optimum cannot be reached, where that is so. */
  solve(lambda: number): Failure | undefined;
  /** The largest gradient of a penalized column over its factor: λα from which on all of them are 0. */
  steepest(): number;
  /** The share of the null deviance that is explained. */
  devianceRatio(): number;
  coefficients(): Standing;
  /** Whether these are the optimum itself but for rounding. */
  isExact(): boolean;
  /** The deviance is no longer worth following when it gains less than this. */
  leastGain(ratio: number): number;
  readonly passes: number;
}

/** The coefficients of the standardized columns at one strength. */
export interface Standing {
  /** The columns that may have one. */
  readonly columns: ArrayLike<number>;
  /** In their order, for each output. */
  readonly slopes: readonly ArrayLike<number>[];
  /** `[outputs]`. */
  readonly intercepts: Float64Array;
}

/** Why there is no optimum: the limit of passes was reached, or the classes are told apart with certainty. */
export type Failure = "passes" | "separated";

/** Why a path has no more strengths: all that were asked for are there, the next ones would explain hardly more, or a failure. */
export type Ending = "complete" | "saturated" | Failure;

export interface Followed {
  readonly lambdas: number[];
  readonly standings: Standing[];
  readonly ratios: number[];
  readonly exact: boolean[];
  readonly ending: Ending;
}

/** Stands for a λ at which only columns without a penalty have coefficients. */
const beyondAll = 9.9e35;
/** glmnet's: the steps that are taken in any case, and the share of deviance that is as good as all. */
const leastSteps = 5;
const highestRatio = 0.999;

/** Solves along the given strengths, or along glmnet's sequence, which ends where the deviance hardly falls any more. */
export function follow(solver: Solver, penalty: Penalty): Followed {
  const found = {
    lambdas: [] as number[],
    standings: [] as Standing[],
    ratios: [] as number[],
    exact: [] as boolean[],
  };
  const keep = (lambda: number): void => {
    found.lambdas.push(lambda);
    found.standings.push(solver.coefficients());
    found.ratios.push(solver.devianceRatio());
    found.exact.push(solver.isExact());
  };
  if (penalty.lambdas) {
    for (const lambda of penalty.lambdas) {
      const failure = solver.solve(lambda);
      if (failure) return { ...found, ending: failure };
      keep(lambda);
    }
    return { ...found, ending: "complete" };
  }
  const alone = solver.solve(beyondAll);
  if (alone) return { ...found, ending: alone };
  const largest = solver.steepest() / Math.max(penalty.alpha, 1e-3);
  keep(largest);
  const share = penalty.smallestShare ** (1 / (penalty.count - 1));
  for (let step = 1, lambda = largest * share; step < penalty.count; step++, lambda *= share) {
    const failure = solver.solve(lambda);
    if (failure) return { ...found, ending: failure };
    keep(lambda);
    if (step + 1 < leastSteps) continue;
    const ratio = found.ratios[step] as number;
    const gain = ratio - (found.ratios[step - 1] as number);
    if (ratio > highestRatio || gain < solver.leastGain(ratio)) return { ...found, ending: "saturated" };
  }
  return { ...found, ending: "complete" };
}
