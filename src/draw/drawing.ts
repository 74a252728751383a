import { type BarFigure, barPicture, barsText } from "./bars.ts";
import type { LineFigure } from "./figure.ts";
import { lineFigure } from "./lineFigure.ts";
import type { Picture } from "./picture.ts";
import { type RasterFigure, rasterPicture, rasterText } from "./rasters.ts";
import { terminalPlot, type TerminalSize } from "./terminal.ts";

/** A figure of any kind. */
export type Drawing =
  | { readonly lines: LineFigure }
  | { readonly rasters: RasterFigure }
  | { readonly bars: BarFigure };

export function pictureOf(drawing: Drawing): Picture {
  if ("lines" in drawing) return lineFigure(drawing.lines, { width: 560, height: 340 });
  return "rasters" in drawing ? rasterPicture(drawing.rasters) : barPicture(drawing.bars);
}

/** The figure as text, with its note under it; only lines know how to be lower. */
export function drawingText(drawing: Drawing, size: TerminalSize): string {
  if ("lines" in drawing) return terminalPlot(drawing.lines, size);
  return "rasters" in drawing ? rasterText(drawing.rasters, size) : barsText(drawing.bars, size);
}

/** How to read it. */
export function noteOf(drawing: Drawing): string | undefined {
  if ("lines" in drawing) return drawing.lines.note;
  return "rasters" in drawing ? drawing.rasters.note : drawing.bars.note;
}
