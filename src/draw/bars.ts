import { sizes, widthOf } from "./layout.ts";
import { formatNumber } from "./numbers.ts";
import type { Box, Mark, Picture } from "./picture.ts";
import { painter, type TerminalSize } from "./terminal.ts";
import { plainText } from "./text.ts";
import type { DataRole, Role } from "./theme.ts";

/** Values of the same groups in several series, none below 0. */
export interface BarFigure {
  readonly title: string;
  /** What the groups are. */
  readonly groupLabel: string;
  readonly groups: readonly string[];
  readonly series: readonly {
    readonly name: string;
    readonly role: DataRole;
    readonly values: readonly number[];
  }[];
  readonly note?: string;
}

const largestOf = ({ series }: BarFigure): number =>
  Math.max(1e-12, ...series.flatMap(({ values }) => values));

const numberText = (value: number): string => formatNumber(value, 3);

const [margin, top, rowHeight, barWidth, barHeight] = [12, 62, 18, 110, 11] as const;

const textMark = (x: number, y: number, text: string, role: Role): Extract<Mark, { shape: "text" }> => ({
  shape: "text",
  role,
  x,
  y,
  text,
  size: sizes.label,
  anchor: "start",
});

const baseLine = (row: number): number => top + row * rowHeight + barHeight;

/** A column of bars with the numbers after them. */
function columnMarks(
  { name, role, values }: BarFigure["series"][number],
  left: number,
  largest: number,
): Mark[] {
  const lengths = values.map((value) => Math.max(1, (barWidth * value) / largest));
  const boxes = lengths.map((length, row): Box => [left, top + row * rowHeight, length, barHeight]);
  return [
    { ...textMark(left, top - 12, name, role), bold: true },
    { shape: "boxes", role, opacity: 1, boxes },
    ...values.map((value, row) =>
      textMark(left + (lengths[row] as number) + 6, baseLine(row), numberText(value), "muted"),
    ),
  ];
}

function describe({ series, note }: BarFigure): string {
  const values = series.map((each) => `${each.name}: ${each.values.map(numberText).join(", ")}.`);
  return [...values, ...(note === undefined ? [] : [note])].join(" ");
}

/** Draws the figure: a column of bars for each series. */
export function barPicture(figure: BarFigure): Picture {
  const { title, groupLabel, groups, series } = figure;
  const labels = [groupLabel, ...groups].map((text) => widthOf(text, sizes.label));
  const first = margin + Math.max(...labels) + 14;
  const names = series.map(({ name }) => 1.07 * widthOf(name, sizes.label));
  const columnWidth = Math.max(barWidth + 50, ...names) + 16;
  const largest = largestOf(figure);
  const marks: Mark[] = [
    { ...textMark(margin, 24, title, "ink"), size: sizes.title, bold: true },
    textMark(margin, top - 12, groupLabel, "ink"),
    ...groups.map((group, row) => textMark(margin, baseLine(row), group, "ink")),
    ...series.flatMap((each, column) => columnMarks(each, first + column * columnWidth, largest)),
  ];
  const width = Math.max(first + series.length * columnWidth, widthOf(title, sizes.title) + 2 * margin);
  return {
    title,
    description: describe(figure),
    width: Math.ceil(width),
    height: top + groups.length * rowHeight + margin,
    ...(figure.note !== undefined && { note: figure.note }),
    marks,
  };
}

const eighths = " ▏▎▍▌▋▊▉";
const barColumns = 10;

function barText(share: number): string {
  const parts = Math.round(share * barColumns * 8);
  const rest = parts % 8;
  return "█".repeat((parts - rest) / 8) + (rest > 0 ? eighths.charAt(rest) : "");
}

/** The figure as text: a line for each group. */
export function barsText(figure: BarFigure, { color }: Pick<TerminalSize, "color">): string {
  const paint = painter(color);
  const largest = largestOf(figure);
  const first = Math.max(...[figure.groupLabel, ...figure.groups].map(({ length }) => length)) + 2;
  const widths = figure.series.map(({ name }) => Math.max(name.length, barColumns + 7) + 2);
  const head = figure.series.map(({ name }, i) => plainText(name).padEnd(widths[i] as number));
  const lines = figure.groups.map((group, row) => {
    const cells = figure.series.map(({ role, values }, i) => {
      const value = values[row] ?? Number.NaN;
      const cell = `${barText(value / largest)} ${numberText(value)}`;
      return paint(cell, role) + " ".repeat(Math.max(0, (widths[i] as number) - cell.length));
    });
    return `${plainText(group).padEnd(first)}${cells.join("")}`.trimEnd();
  });
  const title = paint(plainText(figure.title), "ink");
  return [title, `${figure.groupLabel.padEnd(first)}${head.join("")}`.trimEnd(), ...lines].join("\n");
}
