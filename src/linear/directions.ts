import { addScaled, dot } from "./kernels.ts";

/** An orthogonal matrix as what it does to a vector, in place. */
export interface Turn {
  readonly rows: number;
  apply(target: Float64Array): void;
  /** The transposed of it. */
  undo(target: Float64Array): void;
}

/** Orthogonal directions; long ones as short ones that are turned, so that nothing has to write them all out. */
export class Directions {
  readonly #short: readonly Float64Array[];
  readonly #turn: Turn | undefined;

  /** @param turn of the short ones with zeros behind them. */
  constructor(short: readonly Float64Array[], turn?: Turn) {
    this.#short = short;
    this.#turn = turn;
  }

  /** Written out, which costs a turn for each. */
  get vectors(): readonly Float64Array[] {
    return this.#turn ? this.#short.map((vector) => this.#turned(vector)) : this.#short;
  }

  /** The products of a vector with all of them. */
  along(vector: Float64Array): Float64Array {
    const target = this.#turn ? vector.slice() : vector;
    this.#turn?.undo(target);
    return Float64Array.from(this.#short, (direction) =>
      dot(direction, target.subarray(0, direction.length)),
    );
  }

  /** Their sum, each by its share; those beyond the shares are left out. */
  sum(shares: Float64Array): Float64Array {
    const total = new Float64Array(this.#short[0]?.length ?? 0);
    shares.forEach((share, k) => addScaled(total, share, this.#short[k] as Float64Array));
    return this.#turned(total);
  }

  #turned(vector: Float64Array): Float64Array {
    if (!this.#turn) return vector;
    const whole = new Float64Array(this.#turn.rows);
    whole.set(vector);
    this.#turn.apply(whole);
    return whole;
  }
}
