import pc from "picocolors";
import { type Axis, axis } from "./axes.ts";
import { raster, type Raster } from "./braille.ts";
import { domains, type EventMark, type LineFigure, segments, type Series } from "./figure.ts";
import { shownReferences } from "./layout.ts";
import type { Point } from "./picture.ts";
import { sharesColours } from "./styles.ts";
import { columnsOf, plainText, shorten } from "./text.ts";
import type { Role } from "./theme.ts";

export interface TerminalSize {
  /** The width in characters; at least 24 are used. */
  readonly columns: number;
  /** The height in lines, title and legend included; at least 8 are used. */
  readonly rows: number;
  readonly color: boolean;
}

/** Text in the colour of a role, where there are colours. */
export type Paint = (text: string, role: Role) => string;

interface Canvas {
  readonly x: Axis;
  readonly y: Axis;
  readonly raster: Raster;
  readonly columns: number;
  readonly rows: number;
  readonly events: readonly EventMark[];
  /** The letters of lines by their cells, counted row by row. */
  readonly letters: Map<number, string>;
}

export function painter(color: boolean): Paint {
  const colors = pc.createColors(color);
  const paints: Partial<Record<Role, (text: string) => string>> = {
    train: colors.cyan,
    validation: colors.yellow,
    test: colors.green,
    gap: colors.magenta,
    onset: colors.magenta,
    best: colors.green,
    ink: colors.bold,
    muted: colors.dim,
  };
  return (text, role) => paints[role]?.(text) ?? text;
}

export const symbols = { best: "◆", onset: "▲" } as const;
/** Several moments in one column of characters. */
export const together = "◈";

/** Lines are told apart without colour by their texture: the share of dots that is drawn. */
const textures: Readonly<Record<string, { readonly every: number; readonly sample: string }>> = {
  train: { every: 3, sample: "⠂ ⠂" },
  other: { every: 2, sample: "⠒⠐⠂" },
};
const solid = { every: 1, sample: "⠒⠒⠒" } as const;
const texture = (series: Series): { readonly every: number; readonly sample: string } =>
  textures[series.role] ?? solid;

/** Where lines share colours a letter on each, again and again, tells which it is. */
const lettersOf = ({ series }: LineFigure): string[] =>
  sharesColours(series) ? series.map((_, i) => alphabet.charAt(i % alphabet.length)) : [];
const alphabet = "abcdefghijklmnopqrstuvwxyz";
/** So many columns lie between the letters of neighbouring lines. */
const letterStep = 3;
/** A level to compare with. */
const dashed = "╌";

/** All dots between two places, the last one excluded. */
function* between([x0, y0]: Point, [x1, y1]: Point): Generator<Point> {
  const steps = Math.max(1, Math.round(Math.max(Math.abs(x1 - x0), Math.abs(y1 - y0))));
  for (let step = 0; step < steps; step++)
    yield [x0 + ((x1 - x0) * step) / steps, y0 + ((y1 - y0) * step) / steps];
}

function drawLine(canvas: Canvas, figure: LineFigure, owner: number): void {
  const series = figure.series[owner];
  if (series === undefined) return;
  const letters = lettersOf(figure);
  const letter = letters[owner];
  const { every } = letter === undefined ? texture(series) : solid;
  for (const part of segments(series.points, figure.yScale ?? "linear", figure.xScale)) {
    const places = part.map(([x, y]): Point => [canvas.x.place(x), canvas.y.place(y)]);
    let drawn = 0;
    for (const [i, place] of places.entries())
      for (const [x, y] of between(place, places[i + 1] ?? place)) {
        if (drawn++ % every === 0) canvas.raster.set(x, y, owner);
        const column = Math.round(x) >> 1;
        if (letter !== undefined && column % (letters.length * letterStep) === owner * letterStep)
          canvas.letters.set((Math.round(y) >> 2) * canvas.columns + column, letter);
      }
  }
}

function prepare(figure: LineFigure, columns: number, rows: number): { canvas: Canvas; margin: number } {
  const yTicks = Math.max(2, Math.floor(rows / 3));
  const { x: xDomain, y: yDomain } = domains(figure, { ticks: yTicks, banded: false });
  const y = axis({
    domain: yDomain,
    range: [rows * 4 - 1, 0],
    count: yTicks,
    kind: figure.yScale ?? "linear",
  });
  const margin = Math.max(...y.ticks.map(({ label }) => label.length), 1) + 1;
  const width = columns - margin - 1;
  const count = Math.max(2, Math.floor(width / 12));
  const x = axis({
    domain: xDomain,
    range: [0, width * 2 - 1],
    count,
    kind: figure.xScale ?? "linear",
    whole: figure.wholeX === true,
  });
  const events = (figure.marks ?? []).filter(({ x: at }) => at >= xDomain[0] && at <= xDomain[1]);
  return {
    canvas: { x, y, raster: raster(width, rows), columns: width, rows, events, letters: new Map() },
    margin,
  };
}

interface Event {
  readonly symbol: string;
  readonly kind: EventMark["kind"];
  readonly label: string;
}

const columnOf = (canvas: Canvas, x: number): number => Math.round(canvas.x.place(x)) >> 1;

/** What is marked in a column: one moment, or several as one. */
function eventAt(canvas: Canvas, column: number): Event | undefined {
  const events = canvas.events.filter(({ x }) => columnOf(canvas, x) === column);
  const last = events.at(-1);
  if (last === undefined) return undefined;
  const symbol = events.length > 1 ? together : symbols[last.kind];
  return { symbol, kind: last.kind, label: events.map(({ label }) => label).join(", ") };
}

/** All that is marked, in the order in which the figure names it. */
const eventsOf = (canvas: Canvas): Event[] =>
  [...new Set(canvas.events.map(({ x }) => columnOf(canvas, x)))].flatMap(
    (column) => eventAt(canvas, column) ?? [],
  );

function body(figure: LineFigure, canvas: Canvas, margin: number, paint: Paint): string[] {
  const labels = new Map(
    canvas.y.ticks.map(({ value, label }) => [Math.round(canvas.y.place(value)) >> 2, label]),
  );
  const levels = new Set(shownReferences(figure).map(({ y }) => Math.round(canvas.y.place(y)) >> 2));
  return Array.from({ length: canvas.rows }, (_, row) => {
    const cells = Array.from({ length: canvas.columns }, (_unused, column) => {
      const cell = canvas.raster.cell(column, row);
      const letter = canvas.letters.get(row * canvas.columns + column);
      if (cell !== undefined)
        return paint(letter ?? cell.character, figure.series[cell.owner]?.role ?? "other");
      const event = eventAt(canvas, column);
      if (event !== undefined) return paint("┊", event.kind);
      return levels.has(row) ? paint(dashed, "muted") : " ";
    });
    const label = labels.get(row);
    return `${paint((label ?? "").padStart(margin - 1), "muted")} ${label === undefined ? "│" : "┤"}${cells.join("").trimEnd()}`;
  });
}

/** The x axis: a line with its ticks and marked moments, then the numbers. */
function foot(canvas: Canvas, margin: number, paint: Paint): string[] {
  const tickColumns = new Set(canvas.x.ticks.map(({ value }) => columnOf(canvas, value)));
  const line = Array.from({ length: canvas.columns }, (_, column) => {
    const event = eventAt(canvas, column);
    if (event !== undefined) return paint(event.symbol, event.kind);
    return tickColumns.has(column) ? "┬" : "─";
  });
  const numbers: string[] = Array.from({ length: canvas.columns }, () => " ");
  let free = 0;
  for (const { value, label } of canvas.x.ticks) {
    const start = Math.min(
      canvas.columns - label.length,
      Math.max(0, columnOf(canvas, value) - ((label.length - 1) >> 1)),
    );
    if (start < free) continue;
    for (const [i, character] of Array.from(label).entries()) numbers[start + i] = character;
    free = start + label.length + 1;
  }
  const indent = " ".repeat(margin);
  return [`${indent}└${line.join("")}`, `${indent} ${paint(numbers.join("").trimEnd(), "muted")}`];
}

/** The legend, broken into lines between its entries. */
function legend(figure: LineFigure, canvas: Canvas, columns: number, paint: Paint): string[] {
  const letters = lettersOf(figure);
  const entries: { text: string; role: Role }[] = [
    ...figure.series.map((series, i) => ({
      text: `${letters[i] ?? texture(series).sample} ${plainText(series.name)}`,
      role: series.role,
    })),
    ...shownReferences(figure).map(({ label }) => ({
      text: `${dashed.repeat(3)} ${plainText(label)}`,
      role: "muted" as const,
    })),
    ...eventsOf(canvas).map(({ symbol, kind, label }) => ({
      text: `${symbol} ${plainText(label)}`,
      role: kind,
    })),
  ];
  const lines: { text: string; width: number }[] = [];
  for (const { text, role } of entries) {
    const fitted = shorten(text, columns - 2, columnsOf);
    const last = lines.at(-1);
    if (last !== undefined && last.width + 3 + columnsOf(fitted) <= columns) {
      last.text += `   ${paint(fitted, role)}`;
      last.width += 3 + columnsOf(fitted);
    } else lines.push({ text: `  ${paint(fitted, role)}`, width: 2 + columnsOf(fitted) });
  }
  return lines.map(({ text }) => text);
}

/** The figure as text, without a final line break; with `color` off it holds no escape codes. */
export function terminalPlot(figure: LineFigure, size: TerminalSize): string {
  const columns = Math.max(24, Math.floor(size.columns));
  const paint = painter(size.color);
  const legendRows = legend(figure, prepare(figure, columns, 4).canvas, columns, paint).length;
  const rows = Math.max(8, Math.floor(size.rows)) - 3 - legendRows;
  const { canvas, margin } = prepare(figure, columns, Math.max(3, rows));
  for (const owner of figure.series.keys()) drawLine(canvas, figure, owner);
  const saysY = figure.title.toLowerCase().includes(figure.yLabel.toLowerCase());
  const title = `${figure.title}${saysY ? "" : `: ${figure.yLabel}`} by ${figure.xLabel}`;
  return [
    paint(shorten(plainText(title), columns, columnsOf), "ink"),
    ...body(figure, canvas, margin, paint),
    ...foot(canvas, margin, paint),
    ...legend(figure, canvas, columns, paint),
  ].join("\n");
}
