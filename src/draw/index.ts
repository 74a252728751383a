export { gapCurve, lossCurves, metricCurves, type Moments } from "./curves.ts";
export { type EventMark, type LineFigure, type Series, shareScale } from "./figure.ts";
export { lineFigure } from "./lineFigure.ts";
export { columnFormat, formatNumber } from "./numbers.ts";
export type { Interval, Mark, Picture, Point } from "./picture.ts";
export { PictureView, toSvg } from "./svg.tsx";
export { terminalPlot, type TerminalSize } from "./terminal.ts";
export { columnsOf, plainText } from "./text.ts";
export { palette, paper, pictureStyle, type Role } from "./theme.ts";
