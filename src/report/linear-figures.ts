// Pictures of a path of linear models.
import { formatNumber, type LineFigure, type Series } from "../draw/index.ts";
import type { Coefficient, CrossValidation, LinearPath } from "../linear/index.ts";

/** What the figures of a path need beside it. */
export interface PathTold {
  readonly rows: number;
  /** `[columns]`. */
  readonly names: readonly string[];
  /** `[columns]`: standard deviations, by which coefficients of different units compare. */
  readonly deviations: ArrayLike<number>;
  /** The names of the outputs of a multinomial model. */
  readonly classes: readonly string[];
}

/** One coefficient of a path. */
interface Trace {
  readonly name: string;
  /** `[lambdas]`, times the standard deviation of its column. */
  readonly values: readonly number[];
}

/** The lines that are told apart by name and colour. */
const named = ["train", "validation", "test", "gap"] as const;

export const xLabel = "−log₁₀ λ";

/** Where strengths stand on the x axis: 0, which has no logarithm, beyond the weakest other one. */
export function placesOf(lambdas: ArrayLike<number>): number[] {
  const xs = Array.from(lambdas, (lambda) => -Math.log10(lambda));
  const last = xs.findLast(Number.isFinite) ?? 0;
  return xs.map((x) => (Number.isFinite(x) ? x : last + Math.max(0.5, (last - (xs[0] as number)) / 10)));
}

/** What to know of the x axis, for notes. */
export const placesNote = ({ lambdas }: LinearPath): string =>
  lambdas.at(-1) === 0 ? " λ 0, which has no logarithm, stands at the right end." : "";

/** Both chosen strengths on the x axis. */
export const marksOf = ({ path, best, simplest }: CrossValidation, yAt?: (step: number) => number) => {
  const xs = placesOf(path.lambdas);
  return [...new Set([simplest, best])].map((step) => {
    const lambda = path.lambdas[step] as number;
    const name = step === best ? (step === simplest ? "λmin = λ1se" : "λmin") : "λ1se";
    return {
      kind: step === best ? "best" : "onset",
      x: xs[step] as number,
      label: `${name} ${formatNumber(lambda, 3)}`,
      ...(yAt && { y: yAt(step) }),
    } as const;
  });
};

/** What a coefficient is called: by its column, and by its class where there are several. */
export const coefficientName = (
  { output, column }: Coefficient,
  { outputs }: LinearPath,
  { names, classes }: PathTold,
): string => `${outputs === 1 ? "" : `${classes[output]}: `}${names[column]}`;

const sizeAt = ({ values }: Trace, i: number): number => Math.abs(values[i] as number);

/** The coefficients that are not 0 somewhere, the largest at a step first. */
function tracesOf(path: LinearPath, told: PathTold, step: number): Trace[] {
  const { deviations } = told;
  const { outputs, columns, coefficients, lambdas } = path;
  const size = outputs * columns;
  const traces: Trace[] = [];
  for (let at = 0; at < size; at++) {
    const column = at % columns;
    const values = Array.from(
      lambdas,
      (_, i) => (coefficients[i * size + at] as number) * (deviations[column] as number),
    );
    if (values.every((value) => value === 0)) continue;
    traces.push({ name: coefficientName({ output: Math.floor(at / columns), column }, path, told), values });
  }
  const last = lambdas.length - 1;
  return traces.toSorted((a, b) => sizeAt(b, step) - sizeAt(a, step) || sizeAt(b, last) - sizeAt(a, last));
}

/** Many lines as one: a gap after each. */
function together(traces: readonly Trace[], xs: readonly number[]): Series {
  const gap = [Number.NaN, Number.NaN] as const;
  return {
    name: traces.length === 1 ? (traces[0]?.name ?? "") : `${traces.length} others`,
    role: "other",
    points: traces.flatMap(({ values }) => [
      ...values.map((value, i) => [xs[i] as number, value] as const),
      gap,
    ]),
  };
}

/** Coefficients over the strength, the four largest at λmin (at the last strength without a cross-validation) by name. */
export function coefficientFigure(
  path: LinearPath,
  told: PathTold,
  { validation, title }: { readonly validation?: CrossValidation; readonly title: string },
): LineFigure {
  const traces = tracesOf(path, told, validation?.best ?? path.lambdas.length - 1);
  const xs = placesOf(path.lambdas);
  const [first, others] = [traces.slice(0, named.length), traces.slice(named.length)];
  return {
    title: `Coefficient paths of ${title}`,
    xLabel,
    yLabel: "coefficient × standard deviation of its column",
    series: [
      ...(others.length > 0 ? [together(others, xs)] : []),
      ...first.map(
        ({ name, values }, i): Series => ({
          name,
          role: named[i] ?? "other",
          points: values.map((value, step) => [xs[step] as number, value] as const),
        }),
      ),
    ],
    references: [{ y: 0, label: "no effect" }],
    ...(validation && { marks: marksOf(validation) }),
    note: `Each line is a coefficient; from right to left the penalty strengthens, and ${
      path.alpha === 0
        ? "all of them shrink together, none to exactly 0"
        : "one after another becomes exactly 0"
    }.${placesNote(path)}`,
  };
}

/**
 * The error of the rows that were held out over the strength, with both choices.
 * @param title of the penalty.
 */
export function validationFigure(validation: CrossValidation, title: string): LineFigure {
  const { path, means, standardErrors, measure, folds } = validation;
  const xs = placesOf(path.lambdas);
  return {
    title: `Cross-validation of ${title}, ${folds.length} folds`,
    xLabel,
    yLabel: measure === "mse" ? "squared error" : "deviance",
    series: [
      {
        name: "held out",
        role: "validation",
        points: xs.map((x, i) => [x, means[i] as number]),
        band: xs.map((x, i) => {
          const [mean, error] = [means[i] as number, standardErrors[i] as number];
          return [x, mean - error, mean + error] as const;
        }),
      },
    ],
    marks: marksOf(validation, (step) => means[step] as number),
    note: `${measure === "mse" ? "The mean over held-out rows." : "The deviance of a row is −2 log of the probability of its class; the mean over held-out rows."} To the right the penalty is weaker. The band is one standard error to each side. λmin has the lowest error; λ1se is the strongest penalty whose error is within one standard error of it.${placesNote(path)}`,
  };
}
