// What a search over strengths came to, for people.
import { mean, standardError } from "../base/index.ts";
import { textColumns, wrapText } from "../derive/index.ts";
import { columnFormat, formatNumber, gridText } from "../draw/index.ts";
import { endsAt, type Edge, type JudgedPoint, type Tuned } from "../search/index.ts";
import { isOff, tunedGrid, valueText } from "./tuned-figures.ts";

const width = 80;

const setting = (point: JudgedPoint): string =>
  Object.entries(point.strengths)
    .map(([path, value]) => `${path} = ${formatNumber(value)}`)
    .join(", ");

/** The leading metric of a search. */
const metricOf = ({ members }: Tuned): string =>
  Object.keys(members[0]?.result.validation?.metrics ?? {})[0] ?? "";

/** What stands beside a point. */
export function remarkOf({ curve: { points, min, oneSe } }: Tuned, at: number): string {
  const { isStopped, losses, mean: loss } = points[at] as JudgedPoint;
  if (isStopped && loss !== Infinity) return `stopped after ${losses.length} folds`;
  if (at === min)
    return at === oneSe
      ? "λmin = λ1se: lowest, and the most regularized within one standard error"
      : "λmin: lowest";
  return at === oneSe ? "λ1se: most regularized within one standard error" : "";
}

/** What was tried: strengths, loss, metric, remark. */
export interface TunedTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export function tunedTable(tuned: Tuned): TunedTable {
  const { points } = tuned.curve;
  const [loss, metric] = [
    columnFormat(points.map((point) => point.mean).filter(Number.isFinite)),
    columnFormat(points.map((point) => point.metric ?? Number.NaN).filter(Number.isFinite)),
  ];
  return {
    columns: [...tuned.axes.map(({ path }) => path), "validation loss", metricOf(tuned), ""],
    rows: points.map((point, at) => [
      ...tuned.axes.map((axis) => valueText(axis, point.strengths[axis.path] as number)),
      Number.isFinite(point.mean)
        ? `${loss(point.mean)}${Number.isFinite(point.standardError) ? ` ± ${formatNumber(point.standardError, 2)}` : ""}`
        : "diverged",
      Number.isFinite(point.metric) ? metric(point.metric as number) : "",
      remarkOf(tuned, at),
    ]),
  };
}

/** Two strengths as a map where that fits into the width, else as a table. */
function tableText(tuned: Tuned, size: { readonly columns: number; readonly color: boolean }): string {
  const grid = tunedGrid(tuned);
  const map = grid && gridText(grid, size);
  if (map) return map;
  const { columns, rows } = tunedTable(tuned);
  const { min, oneSe } = tuned.curve;
  const pointed = rows.map((row, at) => {
    const remark = row.at(-1) ?? "";
    return [...row.slice(0, -1), at === min || at === oneSe ? `◀ ${remark}` : remark];
  });
  return textColumns([columns, ...pointed]);
}

const edgeReasons: Readonly<Record<Edge["because"], string>> = {
  list: "the values were given one by one, so nothing beyond was tried",
  bound: "the strength goes no further",
  enough: "the grid was made longer, and still ends there: ask for a wider range, or raise --extensions",
  fixed: "--extensions 0 kept the grid as it is",
};

const nextToOffReasons: Readonly<Record<Edge["because"], string>> = {
  list: "The values were given one by one, so none between was tried.",
  bound: "The strength comes no nearer.",
  enough: "The grid went on towards it as often as --extensions says.",
  fixed: "--extensions 0 kept the grid as it is.",
};

function edgeText({ path, end, because, besideOff }: Edge): string {
  if (!besideOff)
    return `The best ${path} is the ${end === "low" ? "lowest" : "highest"} that was tried: ${edgeReasons[because]}.`;
  const { value, difference, standardError: error } = besideOff;
  const by = `${formatNumber(difference, 2)}${Number.isFinite(error) ? ` ± ${formatNumber(error, 2)}` : ""}`;
  return `Next to leaving it out, ${path} = ${formatNumber(value)} was tried, whose loss is ${by} higher: a value between may still do better than both. ${nextToOffReasons[because]}`;
}

/** Whether the best strength is better than none, by the same folds. */
export function helpText(tuned: Tuned): string | undefined {
  const { points, min } = tuned.curve;
  const best = points[min];
  const off = points.find((point) => isOff(tuned, point));
  if (!best || !off) return undefined;
  if (best === off)
    return `No strength did better than leaving ${tuned.axes.length > 1 ? "both techniques" : "the technique"} out.`;
  if (!Number.isFinite(off.mean)) return "Without it training diverged.";
  const differences = off.losses.map((loss, fold) => loss - (best.losses[fold] as number));
  const gain = `The loss is ${formatNumber(mean(differences), 3)} lower than without it`;
  if (differences.length < 2)
    return `${gain}; one hold-out cannot tell how much of that is chance: ask for folds with --folds.`;
  const error = standardError(differences);
  const by = `${gain}, ± ${formatNumber(error, 2)} over the same folds`;
  return mean(differences) > 2 * error
    ? `${by}. A part of that is chance: these folds chose the best of ${points.length} values. The test score tells.`
    : `${by}: no more than chance may do.`;
}

/** Which strengths were not trained on every fold, and why. */
function stoppedText({ curve: { points } }: Tuned): string | undefined {
  const stopped = points.filter(({ isStopped, mean: loss }) => isStopped && Number.isFinite(loss));
  if (stopped.length === 0) return undefined;
  const many = stopped.length === 1 ? "1 strength was" : `${stopped.length} strengths were`;
  return `${many} stopped before the last fold: worse than the best on the same folds by more than its standard error and three of the difference. What is stopped is never chosen; --no-race trains all.`;
}

/** What is best, and how sure that is, a sentence each. */
export function tunedSentences(tuned: Tuned): string[] {
  const { points, min, oneSe } = tuned.curve;
  const [best, simple] = [points[min], points[oneSe]];
  const isLast = simple !== undefined && tuned.axes.some((axis) => endsAt(axis, simple) !== undefined);
  const beside = simple === best ? ", the same" : isLast ? ", the end of what was tried" : "";
  const loss = ({ mean: value, standardError: error }: JudgedPoint): string =>
    `${formatNumber(value)}${Number.isFinite(error) ? ` ± ${formatNumber(error, 2)}` : ""}`;
  return [
    best
      ? `lambdaMin (λmin), the lowest validation loss (${loss(best)}): ${setting(best)}.`
      : "Training diverged at every strength: lower the learning rate.",
    simple &&
      `lambda1se (λ1se), the most regularized within one standard error of that: ${setting(simple)}${beside}${simple === best ? "" : ` (${loss(simple)})`}.`,
    best &&
      !Number.isFinite(best.standardError) &&
      "The standard error cannot be told from these validation rows, so lambda1se is lambdaMin here for want of anything better: use more rows, or folds (--folds).",
    helpText(tuned),
    ...tuned.edges.map(edgeText),
    stoppedText(tuned),
    best &&
      "These scores chose the strength, so they flatter it; the test part was not looked at. Train with it to see its test score.",
  ].filter((sentence): sentence is string => typeof sentence === "string");
}

/** A search as text: what was tried, what is best, and how sure that is. */
export const tunedText = (
  tuned: Tuned,
  size: { readonly columns: number; readonly color: boolean } = { columns: width, color: false },
): string =>
  [tableText(tuned, size), "", ...tunedSentences(tuned).map((sentence) => wrapText(sentence, width))].join(
    "\n",
  );
