import { regularizers } from "../regularizers/index.ts";
import { type Parameter, type Regularizer, type Seam, homeOf, seamOrder } from "../seams/index.ts";

/** One parameter of one technique, with all that is declared about it. */
export interface ParameterRow {
  readonly regularizer: Regularizer;
  readonly name: string;
  /** `l2.lambda`: the name in edits, sweeps and reports. */
  readonly path: string;
  readonly kind: Parameter["kind"];
  readonly symbol: string;
  readonly description: string;
  readonly default: unknown;
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  /** Whether `min` itself is refused. */
  readonly aboveMin: boolean;
  /** The value at which the technique changes nothing. */
  readonly off?: number | undefined;
  readonly search?: Parameter["facts"]["search"];
  readonly choices?: readonly string[] | undefined;
  /** Whether `--with NAME=value` sets it. */
  readonly isStrength: boolean;
}

export const registry: Readonly<Record<string, Regularizer>> = regularizers;

/** The techniques in the order of the seams that they act at first. */
export const techniques: readonly Regularizer[] = Object.values(registry).toSorted(
  (a, b) => seamOrder.indexOf(homeOf(a)) - seamOrder.indexOf(homeOf(b)),
);

/** The seams that have a technique, in order, with theirs. */
export const bySeam: readonly (readonly [Seam, readonly Regularizer[]])[] = seamOrder.flatMap((seam) => {
  const here = techniques.filter((technique) => homeOf(technique) === seam);
  return here.length > 0 ? [[seam, here] as const] : [];
});

export const rowsOf = (regularizer: Regularizer): readonly ParameterRow[] =>
  Object.entries(regularizer.params).map(([name, { kind, facts, choices }]) => ({
    regularizer,
    name,
    path: `${regularizer.id}.${name}`,
    kind,
    symbol: facts.symbol ?? name,
    description: facts.description,
    default: facts.default,
    min: facts.min,
    max: facts.max,
    aboveMin: facts.aboveMin ?? false,
    off: facts.off,
    search: facts.search,
    choices,
    isStrength: name === regularizer.strength,
  }));

/** Every parameter of every technique: what flags, controls, searches and docs are made of. */
export const parameterRows: readonly ParameterRow[] = techniques.flatMap(rowsOf);

/** The row of the parameter that `--with NAME=value` sets. */
export const strengthOf = (regularizer: Regularizer): ParameterRow =>
  rowsOf(regularizer).find(({ isStrength }) => isStrength) as ParameterRow;
