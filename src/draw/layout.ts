import { type Axis, axis, isPlaceable } from "./axes.ts";
import { domains, type EventMark, type LineFigure, type Series } from "./figure.ts";
import { placeFlags } from "./labels.ts";
import { sharesColours } from "./styles.ts";
import { shorten, textWidth } from "./text.ts";

/** Font sizes. */
export const sizes = { title: 15, label: 13, tick: 12 } as const;
/** Rows of labels stand above the plotting area. */
export const rowHeight = 16;
/** The base line of the y axis's name; the rows of marked moments follow. */
export const nameLine = 46;
/** Room for that many rows is kept, so that figures side by side align. */
const keptRows = 2;
const tickCount = 5;

/** Where the plotting area lies, in pixels, with its axes. */
export interface PlotArea {
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly x: Axis;
  readonly y: Axis;
}

/** The same with what lies around it. */
export interface Frame extends PlotArea {
  readonly top: number;
  readonly width: number;
}

export interface PlacedEvent {
  readonly event: EventMark;
  readonly text: string;
  readonly side: "right" | "left";
  /** Counted from 0, the uppermost. */
  readonly row: number;
}

/** The width of a text in pixels. */
export const widthOf = (text: string, size: number): number => textWidth(text) * size;
export const fit = (text: string, width: number, size: number): string =>
  shorten(text, width / size, textWidth);

/** The names at the line ends take at most a third of the width. */
export const seriesText = (series: Series, width: number): string => fit(series.name, width / 3, sizes.label);

type Reference = NonNullable<LineFigure["references"]>[number];

export const referenceText = ({ label }: Reference, width: number): string =>
  fit(label, width / 3, sizes.label);

/** The levels that have a place on the y axis. */
export const shownReferences = ({ references = [], yScale = "linear" }: LineFigure): Reference[] =>
  references.filter(({ y }) => isPlaceable(y, yScale));

/** Room before the names for a piece of each line, where colour alone does not tell which is which. */
export const sampleRoom = ({ series }: LineFigure): number => (sharesColours(series) ? 30 : 0);

function placeEvents(figure: LineFigure, x: Axis, width: number): PlacedEvent[] {
  const flags = (figure.marks ?? [])
    .filter(({ x: at }) => Number.isFinite(at) && at >= x.domain[0] && at <= x.domain[1])
    .map((event) => {
      const text = fit(event.label, width / 2 - 10, sizes.label);
      return { event, text, x: x.place(event.x), width: widthOf(text, sizes.label) + 8 };
    });
  const places = placeFlags(flags, width - 4);
  return flags.map(({ event, text }, i) => ({
    event,
    text,
    ...(places[i] ?? { side: "right", row: 0 }),
  }));
}

/** Makes room for all labels around the plotting area. */
export function layOut(
  figure: LineFigure,
  width: number,
  height: number,
): { frame: Frame; events: PlacedEvent[] } {
  const kind = figure.yScale ?? "linear";
  const { x: xDomain, y: yDomain } = domains(figure, { ticks: tickCount, banded: true });
  const bottom = height - 40;
  const yTicks = axis({ domain: yDomain, range: [bottom, 0], count: tickCount, kind }).ticks;
  const left = 14 + Math.max(...yTicks.map(({ label }) => widthOf(label, sizes.tick)), 16);
  const names = [
    ...figure.series.map((series) => 1.07 * widthOf(seriesText(series, width), sizes.label)),
    ...shownReferences(figure).map((level) => widthOf(referenceText(level, width), sizes.label)),
  ];
  const right = width - 14 - sampleRoom(figure) - Math.max(...names, 10);
  const x = axis({
    domain: xDomain,
    range: [left, right],
    count: Math.max(2, Math.floor((right - left) / 70)),
    kind: figure.xScale ?? "linear",
    whole: figure.wholeX === true,
  });
  const events = placeEvents(figure, x, width);
  const rows = events.length === 0 ? 0 : Math.max(keptRows, ...events.map(({ row }) => row + 1));
  const top = nameLine + 10 + rows * rowHeight;
  const y = axis({ domain: yDomain, range: [bottom, top], count: tickCount, kind });
  return { frame: { left, right, top, bottom, width, x, y }, events };
}
