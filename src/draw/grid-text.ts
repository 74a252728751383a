import { formatOf, type GridFigure, markedAt } from "./grid.ts";
import { painter, symbols, type TerminalSize, together } from "./terminal.ts";
import { columnsOf, plainText } from "./text.ts";
import type { Role } from "./theme.ts";

const kindSymbols = { near: "·", partial: "*" } as const;

/** The figure as text: the values with a symbol before those that are marked; nothing where it is too wide. */
export function gridText(
  figure: GridFigure,
  { columns, color }: Omit<TerminalSize, "rows">,
): string | undefined {
  const paint = painter(color);
  const format = formatOf(figure);
  const symbolAt = (x: number, y: number): string => {
    const marked = markedAt(figure, x, y);
    const [first] = marked;
    if (first) return marked.length > 1 ? together : symbols[first.kind];
    const kind = figure.cells[y]?.[x]?.kind;
    return kind ? kindSymbols[kind] : " ";
  };
  const roleAt = (x: number, y: number): Role => {
    const [first] = markedAt(figure, x, y);
    const kind = figure.cells[y]?.[x]?.kind;
    return first?.kind ?? (kind === "partial" ? "muted" : kind === "near" ? "ink" : "grid");
  };
  const values = figure.cells.map((row) => row.map(({ value }) => format(value)));
  const width = Math.max(...[...figure.columns, ...values.flat()].map(columnsOf)) + 3;
  const head = Math.max(...[figure.yLabel, ...figure.rows].map(columnsOf));
  if (head + width * figure.columns.length > columns) return undefined;
  const lines = figure.rows.map((row, y) => {
    const cells = (values[y] ?? []).map((value, x) =>
      paint(`${symbolAt(x, y)}${value}`.padStart(width), roleAt(x, y)),
    );
    return `${paint(row.padStart(head), "muted")}${cells.join("")}`;
  });
  const used = new Set(figure.cells.flatMap((row) => row.map(({ kind }) => kind)));
  const places = new Map(figure.marks.map(({ at }) => [at.join(), at]));
  const key = [
    ...[...places.values()].map(
      ([x, y]) =>
        `${symbolAt(x, y)} ${markedAt(figure, x, y)
          .map(({ label }) => label)
          .join(" = ")}`,
    ),
    ...(["near", "partial"] as const)
      .filter((kind) => used.has(kind))
      .map((kind) => `${kindSymbols[kind]} ${figure.kinds[kind]}`),
  ];
  return [
    paint(plainText(`${figure.title}: ${figure.valueLabel}`), "ink"),
    `${figure.yLabel.padStart(head)}   ${figure.xLabel} →`,
    `${" ".repeat(head)}${paint(figure.columns.map((column) => column.padStart(width)).join(""), "muted")}`,
    ...lines,
    `  ${key.join("   ")}`,
  ].join("\n");
}
