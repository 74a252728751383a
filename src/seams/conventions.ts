/** The numbers that some conventions divide a strength by. */
export interface Quantities {
  /** Training examples (n of λ/2n). */
  readonly rows?: number | undefined;
  /** Examples in one update. */
  readonly batch?: number | undefined;
  /** Standard deviation of a regression's target. */
  readonly deviation?: number | undefined;
}

/** What a strength means that shrinks weights. Every convention is one number in the end: how hard a weight is pulled towards 0. */
export interface Convention {
  /** What is added to the objective, or what an update does besides, as plain text. */
  readonly formula: string;
  /** The pull on a weight w is strength · times · w, divided by the quantity that `per` names. */
  readonly times: number;
  readonly per?: keyof Quantities;
  /** Whether the update itself shrinks, apart from the objective and from how the optimizer scales its gradient. */
  readonly decoupled?: boolean;
}

/** The pull per unit of strength; NaN where the quantity that it takes is unknown. */
const perUnit = ({ times, per }: Convention, quantities: Quantities): number =>
  per ? times / (quantities[per] ?? Number.NaN) : times;

/** The one meaning behind all conventions: each update of plain SGD takes η · rate · w off a weight w. */
export const rateOf = (strength: number, convention: Convention, quantities: Quantities): number =>
  strength * perUnit(convention, quantities);

/** The strength that amounts to a rate. */
export const strengthFor = (rate: number, convention: Convention, quantities: Quantities): number =>
  rate / perUnit(convention, quantities);
