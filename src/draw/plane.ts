import { axis, type Axis } from "./axes.ts";
import { contourLines, type Field } from "./contours.ts";
import { fit, type PlotArea, sizes, widthOf } from "./layout.ts";
import type { Mark, Picture, Point } from "./picture.ts";
import type { DataRole } from "./theme.ts";

/** A line, a closed shape or a place in the plane, named in the key. */
export interface PlaneItem {
  readonly name: string;
  readonly role: DataRole;
  readonly kind: "path" | "shape" | "place";
  readonly points: readonly Point[];
  readonly dash?: readonly number[];
}

/** Two quantities of one kind against each other, on one scale: what is high and low as contours, and what lies there. */
export interface PlaneFigure {
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  /** Its corners are those of the picture. */
  readonly field: Field;
  readonly levels: readonly number[];
  /** What the contours are of. */
  readonly fieldName: string;
  /** The later ones lie above. */
  readonly items: readonly PlaneItem[];
  readonly note?: string;
}

const [margin, top, below, keyLine] = [12, 62, 44, 20] as const;
const tickCount = 5;

const text = (x: number, y: number, content: string): Extract<Mark, { shape: "text" }> => ({
  shape: "text",
  role: "ink",
  x,
  y,
  text: content,
  size: sizes.label,
  anchor: "start",
});

/** One unit is as long on both axes. */
function frameOf({ field }: PlaneFigure, width: number, height: number): PlotArea {
  const [x0, x1] = [field.xs[0] as number, field.xs.at(-1) as number];
  const [y0, y1] = [field.ys[0] as number, field.ys.at(-1) as number];
  const labels = axis({ domain: [y0, y1], range: [1, 0], count: tickCount }).ticks;
  const left = 14 + Math.max(...labels.map(({ label }) => widthOf(label, sizes.tick)), 16);
  const unit = Math.min((width - left - margin) / (x1 - x0), (height - top - below) / (y1 - y0));
  const right = left + unit * (x1 - x0);
  const bottom = top + unit * (y1 - y0);
  return {
    left,
    right,
    bottom,
    x: axis({
      domain: [x0, x1],
      range: [left, right],
      count: Math.max(2, Math.min(tickCount, Math.floor((right - left) / 60))),
    }),
    y: axis({ domain: [y0, y1], range: [bottom, top], count: tickCount }),
  };
}

const rule = (from: Point, to: Point, role: "grid" | "muted"): Mark => ({
  shape: "line",
  role,
  points: [from, to],
  width: 1,
});

const isWithin = ({ domain }: Axis): boolean => domain[0] < 0 && domain[1] > 0;

function axisMarks(figure: PlaneFigure, { x, y, left, right, bottom }: PlotArea): Mark[] {
  const tick = { ...text(0, 0, ""), role: "muted", size: sizes.tick } as const;
  return [
    rule([left, bottom], [right, bottom], "muted"),
    rule([left, top], [left, bottom], "muted"),
    ...(isWithin(x) ? [rule([x.place(0), top], [x.place(0), bottom], "grid")] : []),
    ...(isWithin(y) ? [rule([left, y.place(0)], [right, y.place(0)], "grid")] : []),
    ...x.ticks.flatMap(({ value, label }): Mark[] => [
      rule([x.place(value), bottom], [x.place(value), bottom + 4], "muted"),
      { ...tick, x: x.place(value), y: bottom + 17, text: label, anchor: "middle" },
    ]),
    ...y.ticks.flatMap(({ value, label }): Mark[] => [
      rule([left - 4, y.place(value)], [left, y.place(value)], "muted"),
      { ...tick, x: left - 7, y: y.place(value) + 4, text: label, anchor: "end" },
    ]),
    {
      ...text((left + right) / 2, bottom + 35, fit(figure.xLabel, right - left + 2 * left, sizes.label)),
      anchor: "middle",
    },
    text(10, top - 14, figure.yLabel),
  ];
}

function itemMarks({ kind, role, points, dash }: PlaneItem, { x, y }: PlotArea): Mark[] {
  const places = points.map(([a, b]): Point => [x.place(a), y.place(b)]);
  if (kind === "place")
    return places.map(([cx, cy]): Mark => ({ shape: "dot", role, x: cx, y: cy, radius: 4.5 }));
  const closed = kind === "shape" ? [...places, ...places.slice(0, 1)] : places;
  return [{ shape: "line", role, points: closed, width: 2, ...(dash && { dash }) }];
}

/** What each line and dot is, right of the plane. */
function keyMarks({ items, fieldName }: PlaneFigure, left: number): Mark[] {
  const rows = [
    { name: fieldName, role: "muted", kind: "path", dash: undefined } as const,
    // A line in several parts is named once.
    ...items.filter(({ name }, i) => items.findIndex((item) => item.name === name) === i),
  ];
  return rows.flatMap(({ name, role, kind, dash }, row): Mark[] => {
    const y = top + 10 + row * keyLine;
    const swatch: Mark =
      kind === "place"
        ? { shape: "dot", role, x: left + 9, y: y - 4, radius: 4.5 }
        : {
            shape: "line",
            role,
            points: [
              [left, y - 4],
              [left + 18, y - 4],
            ],
            width: role === "muted" ? 1 : 2,
            ...(dash && { dash }),
          };
    return [swatch, { ...text(left + 26, y, name), role }];
  });
}

function describe(figure: PlaneFigure): string {
  const shown = figure.items.map(({ name }) => name).join(", ");
  return [
    `${figure.yLabel} against ${figure.xLabel}: ${figure.fieldName}; ${shown}.`,
    ...(figure.note === undefined ? [] : [figure.note]),
  ].join(" ");
}

/** Draws the plane at one scale for both axes, with the key beside it. */
export function planePicture(
  figure: PlaneFigure,
  { width = 560, height = 380 }: { readonly width?: number; readonly height?: number } = {},
): Picture {
  const names = [figure.fieldName, ...figure.items.map(({ name }) => name)];
  const key = 26 + 14 + Math.max(...names.map((name) => widthOf(name, sizes.label)));
  const frame = frameOf(figure, width - key, height);
  const { x, y } = frame;
  const contours = contourLines(figure.field, figure.levels).map(
    (points): Mark => ({
      shape: "line",
      role: "muted",
      points: points.map(([a, b]): Point => [x.place(a), y.place(b)]),
      width: 0.8,
    }),
  );
  return {
    title: figure.title,
    description: describe(figure),
    width,
    height: Math.ceil(Math.max(frame.bottom + below, top + names.length * keyLine + margin)),
    ...(figure.note !== undefined && { note: figure.note }),
    marks: [
      { ...text(10, 24, fit(figure.title, (width - 20) / 1.06, sizes.title)), size: sizes.title, bold: true },
      ...axisMarks(figure, frame),
      ...contours,
      ...figure.items.flatMap((item) => itemMarks(item, frame)),
      ...keyMarks(figure, frame.right + 22),
    ],
  };
}
