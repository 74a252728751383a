import type { VNode } from "preact";
import { type BarFigure, columnFormat, pictureOf } from "../draw/index.ts";
import type { DataFacts } from "../train/index.ts";
import { PictureFigure } from "./figures.tsx";

const partsShown = [
  ["train", "training"],
  ["validation", "validation"],
  ["test", "test"],
] as const;

/** More classes than this are too many bars. */
const mostClasses = 20;
const mostLetters = 24;

/** A text that fits beside a picture or in a cell. */
export const shortened = (text: string): string =>
  text.length > mostLetters ? `${text.slice(0, mostLetters - 1)}…` : text;

/** Rows by part and place. */
type Rows = Readonly<Record<(typeof partsShown)[number][0], readonly number[]>>;

/** Shares in percent of the rows of each part that has any. */
function seriesOf(rows: Rows, places: readonly number[]): BarFigure["series"] {
  return partsShown.flatMap(([part, name]) => {
    const total = rows[part].reduce((sum, value) => sum + value, 0);
    return total === 0
      ? []
      : [{ name, role: part, values: places.map((place) => (100 * (rows[part][place] ?? 0)) / total) }];
  });
}

/** How the target is spread over the parts, as bars. */
export function spreadFigure({ spread, target }: DataFacts): BarFigure {
  const of = "Percent of the rows of each part";
  if (spread.kind === "classes") {
    const { classes, rows } = spread;
    const all = [...classes.keys()];
    const places = all
      .toSorted((a, b) => (rows.train[b] ?? 0) - (rows.train[a] ?? 0) || a - b)
      .slice(0, mostClasses)
      .toSorted((a, b) => a - b);
    const more = classes.length - places.length;
    return {
      title: "Class balance",
      groupLabel: "class",
      groups: places.map((place) => shortened(classes[place] ?? "")),
      series: seriesOf(rows, places),
      note: more > 0 ? `${of}; ${more} rarer classes are not shown` : of,
    };
  }
  const [column] = spread.columns;
  const borders = column?.borders ?? [];
  const format = columnFormat(borders);
  const name = target?.name ?? column?.name ?? "target";
  return {
    title: `Values of ${shortened(name)}`,
    groupLabel: "from",
    groups: borders.slice(0, -1).map(format),
    series: column ? seriesOf(column.rows, [...borders.slice(0, -1).keys()]) : [],
    note: `${of} with values from there on, up to ${format(borders.at(-1) ?? 0)}`,
  };
}

export const SpreadFigure = ({ data }: { readonly data: DataFacts }): VNode => (
  <PictureFigure picture={pictureOf({ bars: spreadFigure(data) })} />
);
