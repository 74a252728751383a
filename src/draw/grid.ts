import { quantile } from "d3-array";
import type { EventMark } from "./figure.ts";
import { nameLine, sizes, widthOf } from "./layout.ts";
import { columnFormat } from "./numbers.ts";
import type { Box, Mark, Picture, Point } from "./picture.ts";
import type { Role } from "./theme.ts";

interface GridCell {
  /** The lower, the better; NaN where nothing is known. */
  readonly value: number;
  /** `near`: hardly worse than the best. `partial`: not as sure as the others. */
  readonly kind?: "near" | "partial";
}

interface GridMark extends Pick<EventMark, "kind" | "label"> {
  /** Places among the columns and rows. */
  readonly at: readonly [column: number, row: number];
}

/** A value for each pair of two settings. */
export interface GridFigure {
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  /** What the values are. */
  readonly valueLabel: string;
  /** The settings from left to right, and from top to bottom. */
  readonly columns: readonly string[];
  readonly rows: readonly string[];
  /** `[rows][columns]`. */
  readonly cells: readonly (readonly GridCell[])[];
  readonly marks: readonly GridMark[];
  /** What the kinds of cells are called. */
  readonly kinds: Readonly<Record<NonNullable<GridCell["kind"]>, string>>;
  readonly note?: string;
}

const [top, below, margin, cellHeight] = [60, 44, 14, 34] as const;
const levels = 8;
/** So that ink on it can be read in light and dark. */
const darkest = 0.55;
/** Values beyond this share of all are paper: one that failed would make all others look alike. */
const paperFrom = 0.75;
const seam = 1;

export const markedAt = ({ marks }: GridFigure, column: number, row: number): GridMark[] =>
  marks.filter(({ at: [x, y] }) => x === column && y === row);

const finiteOf = ({ cells }: GridFigure): number[] =>
  cells.flatMap((row) => row.map(({ value }) => value)).filter(Number.isFinite);

export const formatOf = (figure: GridFigure): ((value: number) => string) => {
  const format = columnFormat(finiteOf(figure));
  return (value) => (Number.isFinite(value) ? format(value) : "–");
};

/** From 0 for paper to {@link levels} for the best; the square root, so that those near the best differ most. */
function levelsOf(figure: GridFigure): (value: number) => number {
  const values = finiteOf(figure);
  const least = Math.min(...values);
  const most = Math.max(quantile(values, paperFrom) ?? 1, least + 1e-12);
  return (value) =>
    Number.isFinite(value)
      ? Math.round(levels * (1 - Math.sqrt(Math.min(1, (value - least) / (most - least)))))
      : 0;
}

interface Frame {
  readonly left: number;
  readonly cellWidth: number;
}

const boxOf = ({ left, cellWidth }: Frame, column: number, row: number): Box => [
  left + column * cellWidth,
  top + row * cellHeight,
  cellWidth - seam,
  cellHeight - seam,
];

const text = { shape: "text", role: "ink", size: sizes.label, anchor: "start" } as const;
const tick = { ...text, size: sizes.tick, anchor: "middle" } as const;

function shadeMarks(figure: GridFigure, frame: Frame): Mark[] {
  const levelOf = levelsOf(figure);
  const placed = figure.cells.flatMap((row, y) =>
    row.map(({ value }, x) => ({ level: levelOf(value), box: boxOf(frame, x, y) })),
  );
  return [
    { shape: "boxes", role: "grid", opacity: 0.45, boxes: placed.map(({ box }) => box) },
    ...Array.from({ length: levels }, (_, i) => i + 1).flatMap((level): Mark[] => {
      const boxes = placed.filter((cell) => cell.level === level).map(({ box }) => box);
      const opacity = (darkest * level) / levels;
      return boxes.length === 0 ? [] : [{ shape: "boxes", role: "train", opacity, boxes }];
    }),
  ];
}

const outline = ([x, y, width, height]: Box): Point[] => [
  [x, y],
  [x + width, y],
  [x + width, y + height],
  [x, y + height],
  [x, y],
];

/** The value of a cell, its kind and what is marked there. */
function cellMarks(figure: GridFigure, frame: Frame, [x, y]: GridMark["at"]): Mark[] {
  const { value, kind } = figure.cells[y]?.[x] ?? { value: Number.NaN };
  const box = boxOf(frame, x, y);
  const [left, upper, width] = box;
  const marked = markedAt(figure, x, y);
  const middle = left + width / 2;
  const role: Role = kind === "partial" ? "muted" : "ink";
  const base = upper + (marked.length > 0 ? 14 : 21);
  const names = marked.map(({ label }) => label).join(" = ");
  return [
    { ...tick, role, x: middle, y: base, text: `${formatOf(figure)(value)}${kind === "partial" ? "*" : ""}` },
    ...(kind === "near"
      ? [{ shape: "dot", role: "ink", x: left + 5, y: upper + 5, radius: 2 } as const]
      : []),
    ...marked.map(
      ({ kind: style }, i): Mark => ({
        shape: "line",
        role: style,
        points: outline([left + 2 * i, upper + 2 * i, width - 4 * i, box[3] - 4 * i]),
        width: 2.5,
        ...(style === "onset" && { dash: [5, 4] }),
      }),
    ),
    ...(marked[0] ? [{ ...tick, x: middle, y: upper + 28, text: names, bold: true }] : []),
  ];
}

function describe({ valueLabel, xLabel, yLabel, marks, columns, rows, note }: GridFigure): string {
  const told = marks.map(
    ({ label, at: [x, y] }) => `${label}: ${xLabel} ${columns[x]}, ${yLabel} ${rows[y]}.`,
  );
  return [`${valueLabel} over ${xLabel} and ${yLabel}.`, ...told, ...(note === undefined ? [] : [note])].join(
    " ",
  );
}

/** Draws the figure: the stronger the colour of a cell, the lower its value. */
export function gridPicture(figure: GridFigure): Picture {
  const { title, columns, rows, cells, marks, note } = figure;
  const format = formatOf(figure);
  const names = marks.map(({ label }) => label).join(" = ");
  const texts = [...columns, names, ...cells.flatMap((row) => row.map(({ value }) => `${format(value)}*`))];
  const cellWidth = Math.max(...texts.map((each) => widthOf(each, sizes.tick))) + 12;
  const left = margin + Math.max(...rows.map((row) => widthOf(row, sizes.tick))) + 8;
  const frame = { left, cellWidth };
  const bottom = top + rows.length * cellHeight;
  const right = left + columns.length * cellWidth;
  const least = [widthOf(title, sizes.title) * 1.06, widthOf(figure.xLabel, sizes.label) + left];
  const width = Math.ceil(Math.max(right + margin, ...least.map((each) => each + 2 * margin)));
  return {
    title,
    description: describe(figure),
    width,
    height: bottom + below,
    ...(note !== undefined && { note }),
    marks: [
      { ...text, x: 10, y: 24, text: title, size: sizes.title, bold: true },
      { ...text, x: 10, y: nameLine, text: figure.yLabel },
      { ...text, x: (left + right) / 2, y: bottom + 35, text: figure.xLabel, anchor: "middle" },
      ...rows.map(
        (row, y): Mark => ({
          ...tick,
          role: "muted",
          x: left - 7,
          y: top + y * cellHeight + 21,
          text: row,
          anchor: "end",
        }),
      ),
      ...columns.map(
        (column, x): Mark => ({
          ...tick,
          role: "muted",
          x: left + (x + 0.5) * cellWidth,
          y: bottom + 15,
          text: column,
        }),
      ),
      ...shadeMarks(figure, frame),
      ...rows.flatMap((_, y) => columns.flatMap((_column, x) => cellMarks(figure, frame, [x, y]))),
    ],
  };
}
