import { axis } from "./axes.ts";
import { fit, nameLine, type PlotArea, sizes, widthOf } from "./layout.ts";
import type { Box, Mark, Picture } from "./picture.ts";

/** Histograms side by side: how many things lie where, over what changes from left to right. */
export interface HeatFigure {
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  /** From left to right, ascending in x; each lasts until the next. */
  readonly columns: readonly {
    readonly x: number;
    /** Intervals of equal width between these, with how much lies in each. */
    readonly from: number;
    readonly to: number;
    readonly counts: readonly number[];
  }[];
  readonly note?: string;
}

const [top, below, margin] = [62, 44, 14] as const;
const levels = 8;
const tickCount = 5;
/** So that no paper shows between neighbours. */
const seam = 0.2;

interface Frame extends PlotArea {
  /** Where the last column ends. */
  readonly end: number;
}

function extentOf(values: readonly number[]): readonly [number, number] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return low < high ? [low, high] : [low - 0.5, low + 0.5];
}

function frameOf({ columns }: HeatFigure, width: number, height: number): Frame {
  const xs = columns.map(({ x }) => x);
  const last = xs.at(-1) ?? 1;
  const end = last + (last - (xs.at(-2) ?? last - 1));
  const bottom = height - below;
  const y = axis({
    domain: extentOf(columns.flatMap(({ from, to }) => [from, to])),
    range: [bottom, top],
    count: tickCount,
  });
  const left = margin + Math.max(...y.ticks.map(({ label }) => widthOf(label, sizes.tick)), 16);
  const right = width - margin;
  const x = axis({ domain: [xs[0] ?? 0, end], range: [left, right], count: 6, whole: true });
  return { x, y, left, right, bottom, end };
}

/** The intervals that hold something, as boxes of a few levels of ink. */
function cellMarks({ columns }: HeatFigure, { x, y, end }: Frame): Mark[] {
  const inked = columns.flatMap(({ x: at, from, to, counts }, i) => {
    const most = Math.max(...counts, 1e-12);
    const step = (to - from || 1) / counts.length;
    const [begin, until] = [x.place(at), x.place(columns[i + 1]?.x ?? end)];
    return counts.map((count, place) => {
      const [low, high] = [y.place(from + place * step), y.place(from + (place + 1) * step)];
      const box: Box = [begin, Math.min(low, high), until - begin + seam, Math.abs(low - high) + seam];
      return { level: Math.ceil(levels * Math.sqrt(count / most) - 1e-9), box };
    });
  });
  return Array.from({ length: levels }, (_, i) => i + 1).flatMap((level): Mark[] => {
    const boxes = inked.filter((cell) => cell.level === level).map(({ box }) => box);
    return boxes.length === 0 ? [] : [{ shape: "boxes", role: "train", opacity: level / levels, boxes }];
  });
}

const text = { shape: "text", role: "ink", size: sizes.label, anchor: "start" } as const;
const tick = { ...text, role: "muted", size: sizes.tick } as const;

function axisMarks(figure: HeatFigure, { x, y, left, right, bottom, end }: Frame): Mark[] {
  const middleOf = (value: number): number => (x.place(value) + x.place(Math.min(end, value + 1))) / 2;
  return [
    ...y.ticks.map(
      ({ value, label }): Mark => ({
        ...tick,
        x: left - 7,
        y: y.place(value) + 4,
        text: label,
        anchor: "end",
      }),
    ),
    ...x.ticks
      .filter(({ value }) => value < end)
      .map(
        ({ value, label }): Mark => ({
          ...tick,
          x: middleOf(value),
          y: bottom + 17,
          text: label,
          anchor: "middle",
        }),
      ),
    {
      shape: "line",
      role: "muted",
      points: [
        [left, bottom],
        [right, bottom],
      ],
      width: 1,
    },
    { ...text, x: 10, y: nameLine, text: figure.yLabel },
    { ...text, x: (left + right) / 2, y: bottom + 35, text: figure.xLabel, anchor: "middle" },
  ];
}

/** Draws the figure: the darker, the more of its column lies there, by the square root of the share of the fullest interval. */
export function heatPicture(
  figure: HeatFigure,
  { width = 460, height = 250 }: { readonly width?: number; readonly height?: number } = {},
): Picture {
  const { title, note } = figure;
  const frame = frameOf(figure, width, height);
  const shown = fit(title, (width - 20) / 1.06, sizes.title);
  return {
    title,
    description: `${figure.yLabel} over ${figure.xLabel}.${note === undefined ? "" : ` ${note}`}`,
    width,
    height,
    ...(note !== undefined && { note }),
    marks: [
      { ...text, x: 10, y: 24, text: shown, size: sizes.title, bold: true },
      ...cellMarks(figure, frame),
      ...axisMarks(figure, frame),
    ],
  };
}
