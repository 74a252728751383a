// What a search over strengths came to, for people.
import { mean, standardError } from "../base/index.ts";
import { textColumns, wrapText } from "../derive/index.ts";
import { columnFormat, formatNumber, type LineFigure } from "../draw/index.ts";
import { endsAt, type Edge, type JudgedPoint, type Tuned } from "../search/index.ts";

const width = 80;

const setting = (point: JudgedPoint): string =>
  Object.entries(point.strengths)
    .map(([path, value]) => `${path} = ${formatNumber(value)}`)
    .join(", ");

const isOff = ({ axes }: Tuned, point: JudgedPoint): boolean =>
  axes.every(({ path, row }) => point.strengths[path] === row.off);

const noteOf = ({ curve }: Tuned, isLevel: boolean): string =>
  [
    "The band is one standard error to each side",
    ...(isLevel ? ["the level line is the loss without the technique"] : []),
    ...(curve.points.some(({ isStopped }) => isStopped)
      ? ["points without a band were stopped before their last fold"]
      : []),
  ]
    .join("; ")
    .concat(".");

/** The validation curve over one strength; nothing for two of them. */
export function tunedFigure(tuned: Tuned, folds: number): LineFigure | undefined {
  const [axis, second] = tuned.axes;
  if (!axis || second) return undefined;
  const { points, min, oneSe } = tuned.curve;
  const at = (point: JudgedPoint): number => point.strengths[axis.path] as number;
  const off = points.find((point) => isOff(tuned, point));
  const isLog = axis.row.search.scale === "log";
  const marked = (place: number, name: string) => {
    const point = points[place];
    if (!point || (isLog && at(point) <= 0)) return [];
    return [
      { kind: "best", x: at(point), y: point.mean, label: `${name} ${formatNumber(at(point))}` } as const,
    ];
  };
  return {
    title: `Choosing ${axis.path}`,
    xLabel: axis.path,
    yLabel: "validation loss",
    xScale: axis.row.search.scale,
    series: [
      {
        name: folds > 1 ? `mean of ${folds} folds` : "hold-out",
        role: "validation",
        points: points.map((point) => [at(point), point.mean]),
        band: points.map((point) => [
          at(point),
          point.mean - point.standardError,
          point.mean + point.standardError,
        ]),
      },
    ],
    marks: min === oneSe ? marked(min, "lowest") : [...marked(min, "lowest"), ...marked(oneSe, "1 SE")],
    ...(isLog && off && Number.isFinite(off.mean) && { references: [{ y: off.mean, label: "off" }] }),
    note: noteOf(tuned, isLog && off !== undefined),
  };
}

function tableOf({ curve, axes, members }: Tuned): string {
  const { points, min, oneSe } = curve;
  const [leading = ""] = Object.keys(members[0]?.result.validation?.metrics ?? {});
  const [loss, metric] = [
    columnFormat(points.map((point) => point.mean).filter(Number.isFinite)),
    columnFormat(points.map((point) => point.metric ?? Number.NaN).filter(Number.isFinite)),
  ];
  const remark = (at: number): string => {
    const { isStopped, losses } = points[at] as JudgedPoint;
    if (isStopped && points[at]?.mean !== Infinity) return `stopped after ${losses.length} folds`;
    if (at === min)
      return at === oneSe ? "◀ lowest, and the most regularized within one standard error" : "◀ lowest";
    return at === oneSe ? "◀ most regularized within one standard error" : "";
  };
  return textColumns([
    [...axes.map(({ path }) => path), "validation loss", leading, ""],
    ...points.map((point, at) => [
      ...axes.map(({ path, row }) => {
        const value = point.strengths[path] as number;
        return `${formatNumber(value)}${value === row.off ? " (off)" : ""}`;
      }),
      Number.isFinite(point.mean)
        ? `${loss(point.mean)}${Number.isFinite(point.standardError) ? ` ± ${formatNumber(point.standardError, 2)}` : ""}`
        : "diverged",
      Number.isFinite(point.metric) ? metric(point.metric as number) : "",
      remark(at),
    ]),
  ]);
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
function helpText(tuned: Tuned): string | undefined {
  const { points, min } = tuned.curve;
  const best = points[min];
  const off = points.find((point) => isOff(tuned, point));
  if (!best || !off) return undefined;
  if (best === off) return "No strength did better than leaving the technique out.";
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

/** A search as text: the table, what is best, and how sure that is. */
export function tunedText(tuned: Tuned): string {
  const { points, min, oneSe } = tuned.curve;
  const [best, simple] = [points[min], points[oneSe]];
  const isLast = simple !== undefined && tuned.axes.some((axis) => endsAt(axis, simple) !== undefined);
  const beside = simple === best ? ", the same" : isLast ? ", the end of what was tried" : "";
  const sentences = [
    best
      ? `lambdaMin, the lowest validation loss: ${setting(best)}.`
      : "Training diverged at every strength: lower the learning rate.",
    simple &&
      `lambda1se, the most regularized within one standard error of that: ${setting(simple)}${beside}.`,
    helpText(tuned),
    ...tuned.edges.map(edgeText),
    stoppedText(tuned),
    best &&
      "These scores chose the strength, so they flatter it; the test part was not looked at. Train with it to see its test score.",
  ];
  return [
    tableOf(tuned),
    "",
    ...sentences.flatMap((sentence) => (sentence ? [wrapText(sentence, width)] : [])),
  ].join("\n");
}
