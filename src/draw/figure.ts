import { extent } from "d3-array";
import { isPlaceable, niceDomain, type ScaleKind, valueDomain } from "./axes.ts";
import { formatNumber } from "./numbers.ts";
import type { Interval, Point } from "./picture.ts";
import type { DataRole } from "./theme.ts";

/** One line of a figure. Values that are not finite, or not positive on a log scale, leave a gap. */
export interface Series {
  readonly name: string;
  readonly role: DataRole;
  readonly points: readonly Point[];
  /** A band around the line, such as plus and minus one standard error. */
  readonly band?: readonly Interval[];
}

/** A moment on the x axis to point out. */
export interface EventMark {
  readonly kind: "onset" | "best";
  readonly x: number;
  /** Where on a line it happened; drawn as a dot. */
  readonly y?: number;
  readonly label: string;
}

/** Lines over a common x axis: drawn by `lineFigure` as a picture and by `terminalPlot` as text. */
export interface LineFigure {
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  /** The x axis counts something, such as epochs. */
  readonly wholeX?: boolean;
  /** `linear` by default; on `log` only what lies above 0 has a place. */
  readonly xScale?: ScaleKind;
  /** `linear` by default. */
  readonly yScale?: ScaleKind;
  /** Values that the y axis must reach in any case. */
  readonly yDomain?: readonly [number, number];
  readonly series: readonly Series[];
  readonly marks?: readonly EventMark[];
  /** Levels to compare with. */
  readonly references?: readonly { readonly y: number; readonly label: string }[];
  /** How many things lie in each interval of x: bars along the x axis, on a scale of their own. */
  readonly counts?: readonly { readonly from: number; readonly to: number; readonly count: number }[];
  /** How to read it, in one sentence: the caption under it, and a part of the description. */
  readonly note?: string;
}

/** The parts of a line between gaps. */
export function segments<T extends readonly number[]>(
  points: readonly T[],
  kind: ScaleKind,
  xKind: ScaleKind = "linear",
): T[][] {
  const parts: T[][] = [];
  let part: T[] = [];
  for (const point of points) {
    const [x = Number.NaN, ...values] = point;
    if (isPlaceable(x, xKind) && values.every((value) => isPlaceable(value, kind))) part.push(point);
    else if (part.length > 0) {
      parts.push(part);
      part = [];
    }
  }
  return part.length > 0 ? [...parts, part] : parts;
}

/** What the y axis of a figure must hold: lines, dots and levels. */
function wantedValues(figure: LineFigure): number[] {
  return [
    ...figure.series.flatMap((series) => series.points.map(([, y]) => y)),
    ...(figure.references ?? []).map(({ y }) => y),
  ];
}

/**
 * How far the y axis goes for the bands: half of the lines' extent to each side at most, lest one wide interval flatten
 * all, and not below zero where everything lies above.
 */
function bandValues(figure: LineFigure): number[] {
  if (figure.yScale === "log") return [];
  const [low, high] = extent(wantedValues(figure).filter(Number.isFinite));
  if (low === undefined || high === undefined) return [];
  const room = low === high ? Infinity : (high - low) / 2;
  const lowest = Math.max(low - room, low > 0 ? 0 : -Infinity);
  return figure.series.flatMap(({ band = [] }) =>
    band.flatMap(([, from, to]) => [Math.max(from, lowest), Math.min(to, high + room)]),
  );
}

/** Room to both sides of the only value of an axis. */
const around = (value: number, kind: ScaleKind): readonly [number, number] =>
  kind === "log" ? [value / 2, value * 2] : [value - 0.5, value + 0.5];

/** The domains of both axes; bands, of which text shows none, get room in pictures only. */
export function domains(
  figure: LineFigure,
  { ticks, banded }: { readonly ticks: number; readonly banded: boolean },
): Record<"x" | "y", readonly [number, number]> {
  const kind = figure.yScale ?? "linear";
  const xs = figure.series.flatMap((series) => series.points.map(([x]) => x));
  const xKind = figure.xScale ?? "linear";
  const [first = xKind === "log" ? 0.1 : 0, last = 1] = extent(xs.filter((x) => isPlaceable(x, xKind)));
  const bands = banded ? bandValues(figure) : [];
  const y = valueDomain([...wantedValues(figure), ...bands, ...(figure.yDomain ?? [])], kind);
  return {
    x: first === last ? around(first, xKind) : [first, last],
    y: niceDomain(y, kind, ticks),
  };
}

/** The same figures with one y axis for all, so that pictures side by side can be compared by eye. */
export function shareScale(figures: readonly LineFigure[]): LineFigure[] {
  const yScale = figures.some((figure) => figure.yScale === "log") ? "log" : "linear";
  const scaled = figures.map((figure) => ({ ...figure, yScale }) as const);
  const values = scaled.flatMap((figure) => [...wantedValues(figure), ...bandValues(figure)]);
  const yDomain = valueDomain(values, yScale);
  return scaled.map((figure) => ({ ...figure, yDomain }));
}

/** The figure in words. */
export function describe(figure: LineFigure): string {
  const lines = figure.series.map((series) => {
    const shown = segments(series.points, "linear").flat();
    const first = shown[0];
    const last = shown.at(-1);
    if (first === undefined || last === undefined) return `${series.name}: no values.`;
    if (first === last) return `${series.name}: ${formatNumber(first[1])} at ${figure.xLabel} ${first[0]}.`;
    const [from, to] = [first, last].map(([x, y]) => `${formatNumber(y)} at ${figure.xLabel} ${x}`);
    return `${series.name}: from ${from} to ${to}.`;
  });
  const marked = (figure.marks ?? []).map(({ label }) => label);
  return [
    `${figure.yLabel} over ${figure.xLabel}.`,
    ...lines,
    ...(marked.length > 0 ? [`Marked: ${marked.join(", ")}.`] : []),
    ...(figure.note === undefined ? [] : [figure.note]),
  ].join(" ");
}
