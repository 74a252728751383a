import { raster } from "./braille.ts";
import { fit, sizes, widthOf } from "./layout.ts";
import type { Box, Mark, Picture } from "./picture.ts";
import { type Paint, painter, type TerminalSize } from "./terminal.ts";
import { columnsOf, plainText, shorten } from "./text.ts";
import type { Role } from "./theme.ts";

/** A grid of values, row by row; NaN is a gap. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  readonly values: ArrayLike<number>;
  /** Stands under it. */
  readonly caption?: string;
}

/** Rows of rasters, each row with its name. */
export interface RasterFigure {
  readonly title: string;
  /** `grey`: 0 is paper and 1 is ink; `signed`: values of either sign, 0 pale, by the square root of their share of the largest. */
  readonly ink: "grey" | "signed";
  /** Pixels of a cell in a picture: 3 of grey, 9 of signed values when absent. */
  readonly cell?: number;
  readonly rows: readonly { readonly label: string; readonly rasters: readonly Raster[] }[];
  readonly note?: string;
}

/** The strength of ink, from −1 to 1; NaN stays. */
function inkOf(figure: RasterFigure): (value: number) => number {
  if (figure.ink === "grey") return (value) => Math.max(0, Math.min(1, value));
  const all = figure.rows.flatMap(({ rasters }) => rasters.flatMap(({ values }) => Array.from(values)));
  const largest = all.filter(Number.isFinite).reduce((most, value) => Math.max(most, Math.abs(value)), 1e-12);
  return (value) => Math.sign(value) * Math.sqrt(Math.abs(value) / largest);
}

/** Pixels of a cell in a picture. */
const cellSizes = { grey: 3, signed: 9 } as const;
const [gap, margin, top] = [16, 12, 40] as const;
const [levels, captionSize] = [8, 11] as const;

/** The cells of one ink as boxes, neighbours in a row as one. */
function boxesOf(
  { width, height, values }: Raster,
  isInked: (value: number) => boolean,
  [left, upper, cell]: readonly [number, number, number],
): Box[] {
  const boxes: Box[] = [];
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const from = x;
      while (x < width && isInked(values[y * width + x] as number)) x++;
      if (x > from) boxes.push([left + from * cell, upper + y * cell, (x - from) * cell, cell]);
    }
  return boxes;
}

interface Placed {
  readonly raster: Raster;
  readonly left: number;
  readonly top: number;
}

const inked = (placed: readonly Placed[], cell: number, isInked: (value: number) => boolean): Box[] =>
  placed.flatMap((each) => boxesOf(each.raster, isInked, [each.left, each.top, cell]));

function inkMarks(figure: RasterFigure, placed: readonly Placed[], cell: number): Mark[] {
  const ink = inkOf(figure);
  const levelOf = (value: number): number => Math.round(levels * ink(value));
  const colours: readonly [Role, 1 | -1][] =
    figure.ink === "grey"
      ? [["ink", 1]]
      : [
          ["train", 1],
          ["validation", -1],
        ];
  return colours.flatMap(([role, sign]) =>
    Array.from({ length: levels }, (_, i) => sign * (i + 1)).flatMap((level): Mark[] => {
      const boxes = inked(placed, cell, (value) => levelOf(value) === level);
      return boxes.length > 0 ? [{ shape: "boxes", role, opacity: Math.abs(level) / levels, boxes }] : [];
    }),
  );
}

type TextMark = Extract<Mark, { shape: "text" }>;

const textMark = (x: number, y: number, text: string): TextMark => ({
  shape: "text",
  role: "ink",
  x,
  y,
  text,
  size: sizes.label,
  anchor: "start",
});

interface Layout {
  readonly placed: readonly Placed[];
  readonly texts: readonly TextMark[];
  readonly right: number;
  readonly bottom: number;
}

/** Where everything goes: row under row. */
function layOut({ rows }: RasterFigure, cell: number): Layout {
  const placed: Placed[] = [];
  const texts: TextMark[] = [];
  let bottom: number = top;
  for (const { label, rasters } of rows) {
    texts.push(textMark(margin, bottom + 13, label));
    const upper = bottom + 22;
    let left: number = margin;
    for (const each of rasters) {
      const width = each.width * cell;
      placed.push({ raster: each, left, top: upper });
      if (each.caption !== undefined)
        texts.push({
          ...textMark(left, upper + each.height * cell + 14, fit(each.caption, width + gap, captionSize)),
          role: "muted",
          size: captionSize,
        });
      left += width + gap;
    }
    const isCaptioned = rasters.some(({ caption }) => caption !== undefined);
    bottom = upper + Math.max(...rasters.map(({ height }) => height)) * cell + (isCaptioned ? 20 : 0) + gap;
  }
  const right = Math.max(...placed.map((each) => each.left + each.raster.width * cell)) + margin;
  return { placed, texts, right, bottom };
}

/** Draws the figure: row under row, every cell that is there on a ground of its own. */
export function rasterPicture(figure: RasterFigure): Picture {
  const { title, rows, note } = figure;
  const { cell = cellSizes[figure.ink] } = figure;
  const { placed, texts, right, bottom } = layOut(figure, cell);
  const marks: Mark[] = [
    { ...textMark(margin, 24, title), size: sizes.title, bold: true },
    {
      shape: "boxes",
      role: "grid",
      opacity: 0.45,
      boxes: inked(placed, cell, (value) => !Number.isNaN(value)),
    },
    ...inkMarks(figure, placed, cell),
    ...texts,
  ];
  return {
    title,
    description: [...rows.map(({ label }) => `${label}.`), ...(note === undefined ? [] : [note])].join(" "),
    width: Math.ceil(Math.max(right, widthOf(title, sizes.title) + 2 * margin)),
    height: bottom,
    ...(note !== undefined && { note }),
    marks,
  };
}

/** Thresholds that spread the dots of a grey evenly. */
const thresholds = [0, 8, 2, 10, 12, 4, 14, 6, 3, 11, 1, 9, 15, 7, 13, 5].map((order) => (order + 0.5) / 16);

/** Grey as dots: two by four to a character. */
function dotted({ width, height, values }: Raster, ink: (value: number) => number): string[] {
  const [columns, rows] = [Math.ceil(width / 2), Math.ceil(height / 4)];
  const dots = raster(columns, rows);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      if (ink(values[y * width + x] as number) > (thresholds[(y % 4) * 4 + (x % 4)] as number))
        dots.set(x, y, 0);
  return Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_column, column) => dots.cell(column, row)?.character ?? " ").join(""),
  );
}

const shades = { above: "░▒▓█", below: "-=≡≣" } as const;

/** A character for each value: shades above 0, strokes below, a point for 0. */
function shaded({ width, height, values }: Raster, ink: (value: number) => number, paint: Paint): string[] {
  const character = (value: number): string => {
    if (Number.isNaN(value)) return " ";
    const level = Math.ceil(4 * Math.abs(ink(value)) - 1e-9) - 1;
    if (level < 0) return paint("·", "muted");
    return value > 0
      ? paint(shades.above.charAt(level), "train")
      : paint(shades.below.charAt(level), "validation");
  };
  return Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (_cell, x) => character(values[y * width + x] as number)).join(""),
  );
}

const columnsOfRaster = ({ width }: Raster, { ink }: RasterFigure): number =>
  ink === "grey" ? Math.ceil(width / 2) : width;

/** As many rasters of a row as fit. */
function fitting(rasters: readonly Raster[], figure: RasterFigure, columns: number): Raster[] {
  let taken = -2;
  return rasters.filter((each, i) => {
    taken += columnsOfRaster(each, figure) + 2;
    return i === 0 || taken <= columns;
  });
}

/** The figure as text; rasters that do not fit into a line are left out. */
export function rasterText(figure: RasterFigure, size: Omit<TerminalSize, "rows">): string {
  const paint = painter(size.color);
  const ink = inkOf(figure);
  const rows = figure.rows.flatMap(({ label, rasters }) => {
    const shown = fitting(rasters, figure, size.columns);
    const drawn = shown.map((each) => (figure.ink === "grey" ? dotted(each, ink) : shaded(each, ink, paint)));
    const lines = Array.from({ length: Math.max(...drawn.map(({ length }) => length)) }, (_, y) =>
      drawn
        .map((each) => each[y] ?? "")
        .join("  ")
        .trimEnd(),
    );
    const captions = shown.map((each) => {
      const width = columnsOfRaster(each, figure) + 1;
      return shorten(each.caption ?? "", width, columnsOf).padEnd(width + 1);
    });
    return [paint(plainText(label), "ink"), ...lines, ...[captions.join("").trimEnd()].filter(Boolean)];
  });
  const key = figure.ink === "grey" ? [] : [paint("░▒▓█ above 0, -=≡≣ below, · is 0", "muted")];
  return [paint(plainText(figure.title), "ink"), ...rows, ...key].join("\n");
}
