import { didYouMean, UserError } from "../base/index.ts";
import { formatNumber } from "../draw/index.ts";

/** A penalty by its share of the L1 norm. */
export interface NamedPenalty {
  readonly title: string;
  readonly alpha: number;
}

/** The shares that names stand for; that of the elastic net is `--alpha`. */
const shares = { lasso: 1, ridge: 0, "elastic-net": undefined } as const;
/** The share of an elastic net where none is given: both norms alike. */
const usualShare = 0.5;

const named = (alpha: number): NamedPenalty => ({
  alpha,
  title: alpha === 1 ? "lasso" : alpha === 0 ? "ridge" : `elastic net, α ${formatNumber(alpha)}`,
});

const isName = (name: string): name is keyof typeof shares => Object.hasOwn(shares, name);

function checkedName(name: string): keyof typeof shares {
  if (isName(name)) return name;
  throw new UserError({
    where: "--penalty",
    got: JSON.stringify(name),
    expected: `${Object.keys(shares).join(", ")}, or several of them separated by commas`,
    hint: didYouMean(name, Object.keys(shares)),
  });
}

/**
 * The penalties that flags ask for: the lasso where there are none.
 * @throws UserError for an unknown name, one that is given twice, and a share that no name takes.
 */
export function penaltiesOf(names: string | undefined, alpha: number | undefined): NamedPenalty[] {
  if (alpha !== undefined && alpha > 1)
    throw new UserError({
      where: "--alpha",
      got: String(alpha),
      expected: "a number from 0 (ridge) to 1 (lasso)",
    });
  if (names === undefined) return [named(alpha ?? 1)];
  const list = names.split(",").map((name) => checkedName(name.trim()));
  const twice = list.find((name, i) => list.indexOf(name) < i);
  if (twice !== undefined)
    throw new UserError({ where: "--penalty", got: `${twice} twice`, expected: "each penalty once" });
  if (alpha !== undefined && !list.includes("elastic-net"))
    throw new UserError({
      where: "--alpha",
      got: `${alpha} beside --penalty ${names}`,
      expected: "a share where --penalty names elastic-net, or --alpha alone",
    });
  return list.map((name) => named(shares[name] ?? alpha ?? usualShare));
}

/** @throws UserError for what is no list of numbers, or of a single one. */
export function lambdasOf(text: string): number[] {
  const fault = (got: string): UserError =>
    new UserError({
      where: "--lambda",
      got,
      expected: "at least two different strengths of at least 0, separated by commas",
    });
  const lambdas = text.split(",").map((part) => {
    const value = Number(part);
    if (part.trim() !== "" && Number.isFinite(value) && value >= 0) return value;
    throw fault(JSON.stringify(part.trim()));
  });
  if (new Set(lambdas).size < 2) throw fault(`the one value ${lambdas[0]}`);
  return lambdas;
}
