// Pictures of a search over strengths.
import { formatNumber, type GridFigure, type LineFigure } from "../draw/index.ts";
import type { Axis, JudgedPoint, Tuned } from "../search/index.ts";

/** Whether nothing of what varies acts at a point. */
export const isOff = ({ axes }: Tuned, point: JudgedPoint): boolean =>
  axes.every(({ path, row }) => point.strengths[path] === row.off);

/** Both choices, or the one that is both. */
function choicesOf({ curve: { points, min, oneSe } }: Tuned) {
  const named =
    min === oneSe
      ? ([{ at: min, kind: "best", name: "λmin = λ1se" }] as const)
      : ([
          { at: min, kind: "best", name: "λmin" },
          { at: oneSe, kind: "onset", name: "λ1se" },
        ] as const);
  return named.flatMap(({ at, ...choice }) => {
    const point = points[at];
    return point ? [{ ...choice, point }] : [];
  });
}

const howChosen = "λmin has the lowest loss; λ1se is the most regularized within one standard error of that";

/** The points along one strength through λmin. */
function sliceOf({ axes, curve: { points, min } }: Tuned, axis: Axis): readonly JudgedPoint[] {
  const others = axes.filter((each) => each !== axis);
  const best = points[min]?.strengths;
  return points.filter(({ strengths }) => others.every(({ path }) => strengths[path] === best?.[path]));
}

const howToRead = (points: readonly JudgedPoint[]): string =>
  [
    "The band is one standard error to each side",
    ...(points.some(({ isStopped }) => isStopped)
      ? ["points without a band were stopped before their last fold"]
      : []),
    `${howChosen}.`,
  ].join("; ");

function curveOf(tuned: Tuned, axis: Axis, folds: number): LineFigure {
  const { path, row } = axis;
  const points = sliceOf(tuned, axis);
  const at = ({ strengths }: JudgedPoint): number => strengths[path] as number;
  const isLog = row.search.scale === "log";
  const choices = choicesOf(tuned).filter(({ point }) => points.includes(point));
  const off = points.find((point) => at(point) === row.off);
  const ofOff = choices.filter(({ point }) => point === off).map(({ name }) => name);
  const others = tuned.axes.filter((each) => each !== axis);
  const best = tuned.curve.points[tuned.curve.min];
  const beside = others.map((each) => `${each.path} = ${formatNumber(best?.strengths[each.path] ?? 0)}`);
  return {
    title: `Choosing ${path}${beside.length > 0 ? ` at ${beside.join(", ")}` : ""}`,
    xLabel: path,
    yLabel: "validation loss",
    xScale: row.search.scale,
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
    marks: choices
      .filter(({ point }) => !isLog || at(point) > 0)
      .map(({ kind, name, point }) => ({
        kind,
        x: at(point),
        y: point.mean,
        label: `${name} ${formatNumber(at(point))}`,
      })),
    // On a logarithmic scale it has no place of its own.
    ...(off &&
      Number.isFinite(off.mean) && {
        references: [{ y: off.mean, label: ["off", ...(isLog ? ofOff : [])].join(" = ") }],
      }),
    note: `${howToRead(points)}${off ? " The level line is the loss without the technique." : ""}`,
  };
}

/** The validation curve over each strength; of two, with the other one as at λmin. */
export const curveFigures = (tuned: Tuned, folds: number): LineFigure[] =>
  tuned.axes.map((axis) => curveOf(tuned, axis, folds));

/** The strength as people read it: `0 (off)`. */
export const valueText = ({ row }: Axis, value: number): string =>
  `${formatNumber(value)}${value === row.off ? " (off)" : ""}`;

/** The losses of two strengths, each with each; nothing for one of them. */
export function tunedGrid(tuned: Tuned): GridFigure | undefined {
  const [across, down] = tuned.axes.toSorted((a, b) => a.values.length - b.values.length);
  if (!across || !down) return undefined;
  const { points, min } = tuned.curve;
  const best = points[min];
  const limit = best ? best.mean + (best.standardError || 0) : -Infinity;
  const rising = down.values.toReversed();
  const kindOf = ({ isStopped, mean }: JudgedPoint) =>
    isStopped ? ({ kind: "partial" } as const) : mean <= limit ? ({ kind: "near" } as const) : {};
  const cellAt = (x: number, y: number) => {
    const point = points.find(({ strengths }) => strengths[across.path] === x && strengths[down.path] === y);
    return point ? { value: point.mean, ...kindOf(point) } : { value: Number.NaN };
  };
  return {
    title: `Choosing ${across.path} and ${down.path}`,
    xLabel: across.path,
    yLabel: down.path,
    valueLabel: "validation loss",
    columns: across.values.map((value) => valueText(across, value)),
    rows: rising.map((value) => valueText(down, value)),
    cells: rising.map((y) => across.values.map((x) => cellAt(x, y))),
    marks: choicesOf(tuned).map(({ kind, name, point }) => ({
      kind,
      label: name,
      at: [
        across.values.indexOf(point.strengths[across.path] as number),
        rising.indexOf(point.strengths[down.path] as number),
      ],
    })),
    kinds: { near: "within one standard error of the lowest", partial: "stopped before the last fold" },
    note: `Each cell is the validation loss of a pair of strengths: the stronger the colour, the lower. Cells with a dot are within one standard error of the lowest${
      points.some(({ isStopped }) => isStopped) ? "; those with a star were stopped before the last fold" : ""
    }. λmin (solid frame) has the lowest loss; λ1se (dashed frame) is the most regularized of those with a dot that are weaker than λmin in neither strength. Where one row or column looks like its neighbours, that strength matters little here.`,
  };
}
