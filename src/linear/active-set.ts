// The optimum itself, from near it: coordinates that creep along a narrow valley stop short of its end.
import type { Arithmetic } from "./arithmetic.ts";
import type { Design } from "./design.ts";
import { GrowingCholesky } from "./growing-cholesky.ts";
import type { Working } from "./working.ts";

/** Of gradients of columns and residuals of length 1, rounding is less. */
const rounding = 1e-13;
/** So much is rounding where columns follow from others but for rounding. */
const allowed = 1e-12;
/** The equations are solved for what is left of them, until nothing is. */
const mostRounds = 6;
const settled = 1e-15;

interface Strength {
  readonly l1: number;
  readonly l2: number;
}

interface Parts {
  readonly design: Design;
  /** `[rows]`: kept up to date with the coefficients. */
  readonly residuals: Float64Array;
  readonly working: Working;
  readonly arithmetic: Arithmetic;
}

/**
 * Solves `min ½ ‖y − Xβ‖² + Σ fⱼ (l1 |βⱼ| + ½ l2 βⱼ²)` over the columns that are worked on, exactly but for rounding: with the signs
 * of the coefficients known, those of the active columns follow from linear equations; the first that would change its sign on the
 * way there leaves, and the column that breaks the conditions of an optimum most comes in (Osborne, Presnell & Turlach 2000; Lee
 * et al. 2007). The objective falls at each step, so that there is an end. Of columns that depend on each other the L1 norm leaves
 * one out: of several optima this is one.
 */
export class ActiveSet {
  readonly #parts: Parts;
  #factor = new GrowingCholesky();
  /** Positions among the worked on, in the order of the factor's lines. */
  #active: number[] = [];
  readonly #signs: Float64Array;
  /** Columns that follow from active ones, or that came in and had to leave at once. */
  readonly #blocked = new Set<number>();
  #strength: Strength = { l1: 0, l2: 0 };
  readonly #gradients: Float64Array;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#gradients = new Float64Array(parts.working.columns.length);
    this.#signs = new Float64Array(parts.working.columns.length);
  }

  /** @returns whether the optimum was reached; where it was not, the coefficients are no worse than before. */
  solve(strength: Strength): boolean {
    const { working } = this.#parts;
    this.#begin(strength);
    const isReached = this.#reach(20 + 4 * working.count);
    // The descent goes on from these, where it has room for them.
    if (working.gram) working.gradients.set(this.#gradients.subarray(0, working.count));
    return isReached;
  }

  #reach(most: number): boolean {
    for (let step = 0; step < most; step++) {
      if (this.#leaves()) continue;
      this.#readGradients();
      const next = this.#violator();
      if (next === undefined) return this.#holds();
      this.#enter(next);
    }
    this.#readGradients();
    return false;
  }

  /** Whether the conditions of an optimum hold for all columns, those as well that were taken for dependent ones. */
  #holds(): boolean {
    const { coefficients, squares, factors, count } = this.#parts.working;
    const { l1, l2 } = this.#strength;
    for (let i = 0; i < count; i++) {
      const [own, factor] = [coefficients[i] as number, factors[i] as number];
      const left = (this.#gradients[i] as number) - l2 * factor * own;
      const gap = own === 0 ? Math.abs(left) - l1 * factor : Math.abs(left - l1 * factor * Math.sign(own));
      if (!(gap <= allowed * Math.sqrt(squares[i] as number))) return false;
    }
    return true;
  }

  #begin(strength: Strength): void {
    const { count, coefficients } = this.#parts.working;
    if (strength.l2 !== this.#strength.l2) {
      this.#factor = new GrowingCholesky();
      this.#active = [];
    }
    this.#strength = strength;
    this.#blocked.clear();
    for (let at = this.#active.length - 1; at >= 0; at--)
      if (!this.#belongs(this.#active[at] as number)) this.#remove(at);
    const there = new Set(this.#active);
    for (let i = 0; i < count; i++) {
      this.#signs[i] = this.#isKinked(i) ? Math.sign(coefficients[i] as number) : 0;
      if (this.#belongs(i) && !there.has(i)) this.#enter(i);
    }
  }

  /** Whether the penalty of a coefficient has a kink at 0, which holds it there. */
  #isKinked(i: number): boolean {
    return this.#strength.l1 * (this.#parts.working.factors[i] as number) > 0;
  }

  #belongs(i: number): boolean {
    return this.#parts.working.coefficients[i] !== 0 || !this.#isKinked(i);
  }

  #vector(i: number): Float64Array {
    const { design, working } = this.#parts;
    return design.vectors[working.columns[i] as number] as Float64Array;
  }

  #product(i: number, j: number): number {
    const { working, arithmetic } = this.#parts;
    return (
      (working.gram?.[i] as Float64Array | undefined)?.[j] ?? arithmetic.dot(this.#vector(i), this.#vector(j))
    );
  }

  #readGradients(): void {
    const { working, residuals, arithmetic } = this.#parts;
    for (let i = 0; i < working.count; i++) this.#gradients[i] = arithmetic.dot(this.#vector(i), residuals);
  }

  /** What is missing to the equation of an active column. */
  #missing(i: number): number {
    const { working, residuals, arithmetic } = this.#parts;
    const { l1, l2 } = this.#strength;
    const pull = arithmetic.dot(this.#vector(i), residuals);
    const penalty = l1 * (this.#signs[i] as number) + l2 * (working.coefficients[i] as number);
    return pull - (working.factors[i] as number) * penalty;
  }

  /** Moves coefficients, and the residuals with them. */
  #move(positions: readonly number[], moves: Float64Array, share: number): void {
    const { working, residuals, arithmetic } = this.#parts;
    positions.forEach((i, at) => {
      const move = share * (moves[at] as number);
      if (move === 0) return;
      working.coefficients[i] = (working.coefficients[i] as number) + move;
      arithmetic.addScaled(residuals, -move, this.#vector(i), residuals.length);
    });
  }

  /** Which coefficient is the first to reach 0 on the way, and after which share of it. */
  #firstAtZero(positions: readonly number[], moves: Float64Array) {
    const { coefficients } = this.#parts.working;
    let first = { at: -1, share: Infinity };
    positions.forEach((i, at) => {
      const move = moves[at] as number;
      const sign = this.#signs[i] as number;
      if (sign * move >= 0) return;
      const share = -(coefficients[i] as number) / move;
      if (share < first.share) first = { at, share };
    });
    return first;
  }

  /** Goes to the optimum of the active columns with their signs. @returns whether one changes its sign before, and leaves. */
  #leaves(): boolean {
    const { working } = this.#parts;
    for (let round = 0; round < mostRounds; round++) {
      const active = this.#active;
      const moves = this.#factor.solve(Float64Array.from(active, (i) => this.#missing(i)));
      const { at, share } = this.#firstAtZero(active, moves);
      if (share < 1) {
        const i = active[at] as number;
        if (working.coefficients[i] === 0) this.#blocked.add(i);
        this.#move(active, moves, share);
        this.#drop(i);
        this.#remove(at);
        return true;
      }
      this.#move(active, moves, 1);
      const moved = moves.reduce((most, move) => Math.max(most, Math.abs(move)), 0);
      if (active.every((i) => moved <= settled * Math.abs(working.coefficients[i] as number))) return false;
    }
    return false;
  }

  /** Makes a coefficient 0 that is so but for rounding. */
  #drop(i: number): void {
    const { working } = this.#parts;
    this.#move([i], Float64Array.of(-(working.coefficients[i] as number)), 1);
    working.coefficients[i] = 0;
    this.#signs[i] = 0;
  }

  #remove(at: number): void {
    this.#factor.remove(at);
    this.#active.splice(at, 1);
  }

  /** The column without a coefficient whose gradient is furthest beyond what the penalty holds. */
  #violator(): number | undefined {
    const { factors, squares, coefficients, count } = this.#parts.working;
    const gradients = this.#gradients;
    let worst: number | undefined;
    let most = 0;
    for (let i = 0; i < count; i++) {
      if (coefficients[i] !== 0 || !this.#isKinked(i) || this.#blocked.has(i)) continue;
      const held = this.#strength.l1 * (factors[i] as number) + rounding * Math.sqrt(squares[i] as number);
      const beyond = Math.abs(gradients[i] as number) - held;
      if (beyond > most) [worst, most] = [i, beyond];
    }
    if (worst !== undefined) this.#signs[worst] = Math.sign(gradients[worst] as number);
    return worst;
  }

  /** Takes a column in; where it follows from active ones, one of them all is left out. */
  #enter(i: number): void {
    const { factors, squares } = this.#parts.working;
    const own = (squares[i] as number) + this.#strength.l2 * (factors[i] as number);
    for (;;) {
      const products = Float64Array.from([...this.#active, i], (j) => (j === i ? own : this.#product(i, j)));
      if (this.#factor.append(products)) {
        this.#active.push(i);
        return;
      }
      const out = this.#moveAlong(i, this.#factor.solve(products.subarray(0, -1)));
      if (out === i) {
        this.#blocked.add(i);
        return;
      }
      this.#remove(this.#active.indexOf(out));
    }
  }

  /**
   * Moves coefficients as no prediction notices, the way on which the penalty falls, until one of them is 0.
   * @param shares of the active columns, of which column `i` is made up.
   * @returns the one that is 0 now.
   */
  #moveAlong(i: number, shares: Float64Array): number {
    const { coefficients, factors } = this.#parts.working;
    const positions = [...this.#active, i];
    const way = Float64Array.from(positions, (_, at) => (at < shares.length ? -(shares[at] as number) : 1));
    const cost = (j: number, at: number): number =>
      (factors[j] as number) * (this.#signs[j] as number) * (way[at] as number);
    const slope = positions.reduce((sum, j, at) => sum + cost(j, at), 0);
    const own = coefficients[i] as number;
    // Where the penalty stays the same, the column that came last leaves.
    const isLevel = Math.abs(slope) < 1e-9 || this.#strength.l1 === 0;
    const direction = isLevel ? -own : -Math.sign(slope);
    if (direction === 0 || (own === 0 && direction * (this.#signs[i] as number) < 0)) return i;
    const moves = way.map((value) => direction * value);
    const first = this.#firstAtZero(positions, moves);
    const { at, share } = isLevel && first.share > 1 ? { at: shares.length, share: 1 } : first;
    if (at < 0) return i;
    this.#move(positions, moves, share);
    const out = positions[at] as number;
    this.#drop(out);
    return out;
  }
}
