import { isPlaceable } from "./axes.ts";
import { describe, type LineFigure, segments } from "./figure.ts";
import { spread } from "./labels.ts";
import {
  nameLine,
  fit,
  type Frame,
  layOut,
  type PlacedEvent,
  referenceText,
  rowHeight,
  sampleRoom,
  seriesText,
  shownReferences,
  sizes,
} from "./layout.ts";
import type { Box, Mark, Picture, Point } from "./picture.ts";
import { dashesOf } from "./styles.ts";
import type { DataRole } from "./theme.ts";

/** Lines with at most this many points show each of them. */
const fewPoints = 12;

const rule = (from: Point, to: Point, role: "grid" | "muted" | "onset" | "best"): Mark => ({
  shape: "line",
  role,
  points: [from, to],
  width: role === "grid" || role === "muted" ? 1 : 1.5,
  ...(role === "onset" ? { dash: [5, 4] } : role === "best" ? { dash: [1.5, 4] } : {}),
});

function axisMarks(figure: LineFigure, { left, right, bottom, width, x, y }: Frame): Mark[] {
  const tick = { shape: "text", role: "muted", size: sizes.tick } as const;
  const label = { shape: "text", role: "ink", size: sizes.label } as const;
  const labelWidth = width - 20;
  return [
    ...y.ticks.flatMap(({ value, label: text }): Mark[] => [
      rule([left, y.place(value)], [right, y.place(value)], "grid"),
      { ...tick, x: left - 7, y: y.place(value) + 4, text, anchor: "end" },
    ]),
    rule([left, bottom], [right, bottom], "muted"),
    ...x.ticks.flatMap(({ value, label: text }): Mark[] => [
      rule([x.place(value), bottom], [x.place(value), bottom + 4], "muted"),
      { ...tick, x: x.place(value), y: bottom + 17, text, anchor: "middle" },
    ]),
    {
      ...label,
      x: (left + right) / 2,
      y: bottom + 33,
      text: fit(figure.xLabel, right - left, sizes.label),
      anchor: "middle",
    },
    {
      ...label,
      x: 10,
      y: nameLine,
      text: fit(figure.yLabel, labelWidth, sizes.label),
      anchor: "start",
    },
  ];
}

const referenceMarks = (figure: LineFigure, { left, right, y }: Frame): Mark[] =>
  shownReferences(figure).map(({ y: level }) => ({
    shape: "line",
    role: "muted",
    points: [
      [left, y.place(level)],
      [right, y.place(level)],
    ],
    width: 1.5,
  }));

/** The highest bar takes this share of the plotting area's height. */
const barShare = 0.3;

function countMarks({ counts = [] }: LineFigure, { bottom, top, x }: Frame): Mark[] {
  const most = Math.max(...counts.map(({ count }) => count), 1e-12);
  const boxes = counts
    .filter(({ count }) => count > 0)
    .map(({ from, to, count }): Box => {
      const height = Math.max(1, (barShare * (bottom - top) * count) / most);
      return [x.place(from) + 1, bottom - height, x.place(to) - x.place(from) - 2, height];
    });
  return boxes.length === 0 ? [] : [{ shape: "boxes", role: "muted", opacity: 0.35, boxes }];
}

function bandMarks(figure: LineFigure, { top, bottom, x, y }: Frame): Mark[] {
  const within = (value: number): number => Math.max(top, Math.min(bottom, y.place(value)));
  const lowest = y.domain[0];
  return figure.series.flatMap(({ role, band = [] }) =>
    segments(
      band.map(([at, low, high]) => [at, Math.max(low, lowest), high] as const),
      figure.yScale ?? "linear",
      figure.xScale,
    ).map(
      (part): Mark => ({
        shape: "area",
        role,
        points: part.map(([at, low, high]) => [x.place(at), within(low), within(high)]),
      }),
    ),
  );
}

const line = (role: DataRole, points: readonly Point[], dash: readonly number[] | undefined): Mark => ({
  shape: "line",
  role,
  points,
  width: 2,
  ...(dash && { dash }),
});

function lineMarks(figure: LineFigure, { x, y }: Frame): Mark[] {
  const dashes = dashesOf(figure.series);
  return figure.series.flatMap(({ role, points }, i) =>
    segments(points, figure.yScale ?? "linear", figure.xScale).flatMap((part): Mark[] => {
      const places = part.map(([at, value]): Point => [x.place(at), y.place(value)]);
      const dots = part.length === 1 || points.length <= fewPoints ? places : [];
      return [
        ...(places.length > 1 ? [line(role, places, dashes[i])] : []),
        ...dots.map(([cx, cy]): Mark => ({ shape: "dot", role, x: cx, y: cy, radius: 3 })),
      ];
    }),
  );
}

function eventMarks({ bottom, x }: Frame, events: readonly PlacedEvent[]): Mark[] {
  return events.flatMap(({ event, text, side, row }): Mark[] => {
    const at = x.place(event.x);
    const baseline = nameLine + (row + 1) * rowHeight;
    return [
      rule([at, baseline - 9], [at, bottom], event.kind),
      {
        shape: "text",
        role: event.kind,
        x: side === "right" ? at + 5 : at - 5,
        y: baseline,
        text,
        size: sizes.label,
        anchor: side === "right" ? "start" : "end",
      },
    ];
  });
}

/** Dots behind the lines, larger than the dots of lines, so that both are seen. */
function eventDots(figure: LineFigure, { x, y }: Frame, events: readonly PlacedEvent[]): Mark[] {
  return events.flatMap(({ event }): Mark[] => {
    if (event.y === undefined || !isPlaceable(event.y, figure.yScale ?? "linear")) return [];
    return [{ shape: "dot", role: event.kind, x: x.place(event.x), y: y.place(event.y), radius: 5.5 }];
  });
}

/** The names of the lines and levels at their ends, moved apart where they would overlap. */
function nameMarks(figure: LineFigure, { right, top, bottom, width, y }: Frame): Mark[] {
  const dashes = dashesOf(figure.series);
  const room = sampleRoom(figure);
  const ended = figure.series.flatMap((series, i) => {
    const last = segments(series.points, figure.yScale ?? "linear", figure.xScale)
      .at(-1)
      ?.at(-1);
    const { role } = series;
    const name = { role, bold: true, text: seriesText(series, width), dash: dashes[i] } as const;
    return last === undefined ? [] : [{ ...name, end: y.place(last[1]) }];
  });
  const levels = shownReferences(figure).map(
    (level) =>
      ({ role: "muted", bold: false, text: referenceText(level, width), end: y.place(level.y) }) as const,
  );
  const named = [...ended, ...levels];
  const places = spread(
    named.map(({ end }) => end),
    15,
    [top, bottom - 2],
  );
  return named.flatMap(({ end: _end, ...name }, i): Mark[] => {
    const place = places[i] ?? top;
    const sample: Mark[] =
      room > 0 && name.role !== "muted"
        ? [
            line(
              name.role,
              [right + 7, right + room].map((x): Point => [x, place]),
              name.dash,
            ),
          ]
        : [];
    const { role, bold, text } = name;
    const at = { x: right + 7 + room, y: place + 4 };
    return [...sample, { shape: "text", role, ...at, text, size: sizes.label, anchor: "start", bold }];
  });
}

const emptyMark = ({ left, right, top, bottom }: Frame): Mark => ({
  shape: "text",
  role: "muted",
  x: (left + right) / 2,
  y: (top + bottom) / 2,
  text: "nothing to draw: no finite values",
  size: sizes.label,
  anchor: "middle",
});

/** Draws a figure: lines with their names at the ends, bands, marked moments, both axes named. */
export function lineFigure(
  figure: LineFigure,
  { width = 460, height = 320 }: { readonly width?: number; readonly height?: number } = {},
): Picture {
  const { frame, events } = layOut(figure, width, height);
  const lines = lineMarks(figure, frame);
  const marks: Mark[] = [
    {
      shape: "text",
      role: "ink",
      x: 10,
      y: 24,
      text: fit(figure.title, (width - 20) / 1.06, sizes.title),
      size: sizes.title,
      anchor: "start",
      bold: true,
    },
    ...axisMarks(figure, frame),
    ...referenceMarks(figure, frame),
    ...countMarks(figure, frame),
    ...bandMarks(figure, frame),
    ...eventMarks(frame, events),
    ...eventDots(figure, frame, events),
    ...lines,
    ...nameMarks(figure, frame),
    ...(lines.length === 0 ? [emptyMark(frame)] : []),
  ];
  const { title, note } = figure;
  return { title, description: describe(figure), width, height, marks, ...(note !== undefined && { note }) };
}
