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

/** Draws the figure: a column of bars for each series. */
export function barPicture(figure: BarFigure): Picture {
  const largest = largestOf(figure);
  const labels = [figure.groupLabel, ...figure.groups].map((text) => widthOf(text, sizes.label));
  const first = margin + Math.max(...labels) + 14;
  const names = figure.series.map(({ name }) => 1.07 * widthOf(name, sizes.label));
  const columnWidth = Math.max(barWidth + 50, ...names) + 16;
  const text = (x: number, y: number, words: string, role: Role, bold = false): Mark => ({
    shape: "text",
    role,
    x,
    y,
    text: words,
    size: sizes.label,
    anchor: "start",
    bold,
  });
  const bars = figure.series.flatMap(({ name, role, values }, column): Mark[] => {
    const left = first + column * columnWidth;
    const boxes = values.map(
      (value, i): Box => [left, top + i * rowHeight, Math.max(1, (barWidth * value) / largest), barHeight],
    );
    return [
      text(left, top - 12, name, role, true),
      { shape: "boxes", role, opacity: 1, boxes },
      ...values.map((value, i) =>
        text(
          left + Math.max(1, (barWidth * value) / largest) + 6,
          top + i * rowHeight + barHeight,
          numberText(value),
          "muted",
        ),
      ),
    ];
  });
  const width = Math.max(
    first + figure.series.length * columnWidth,
    widthOf(figure.title, sizes.title) + 2 * margin,
  );
  return {
    title: figure.title,
    description: [
      ...figure.series.map(({ name, values }) => `${name}: ${values.map(numberText).join(", ")}.`),
      figure.note ?? "",
    ]
      .join(" ")
      .trim(),
    width: Math.ceil(width),
    height: top + figure.groups.length * rowHeight + margin,
    marks: [
      { ...text(margin, 24, figure.title, "ink", true), size: sizes.title } as Mark,
      text(margin, top - 12, figure.groupLabel, "ink"),
      ...figure.groups.map((group, i) => text(margin, top + i * rowHeight + barHeight, group, "ink")),
      ...bars,
    ],
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
