import { wilsonInterval } from "../base/index.ts";
import type { LineFigure } from "./figure.ts";

/** The rows whose predicted class has a probability within one of several bins of equal width. */
export interface CalibrationBin {
  readonly rows: number;
  /** The mean probability of the predicted class. */
  readonly confidence: number;
  /** The share of rows that are of the predicted class. */
  readonly right: number;
}

/** How often predictions are right by how sure they are, with 95 % intervals, and how many rows each point stands for. */
export function calibrationFigure(bins: readonly CalibrationBin[], part: string): LineFigure {
  const filled = bins.filter(({ rows }) => rows > 0);
  const rows = filled.reduce((total, bin) => total + bin.rows, 0);
  return {
    title: `Calibration on ${part} data`,
    xLabel: "confidence",
    yLabel: "share of right answers",
    yDomain: [0, 1],
    series: [
      {
        name: "perfect",
        role: "other",
        points: [
          [0, 0],
          [1, 1],
        ],
      },
      {
        name: "measured",
        role: "validation",
        points: filled.map(({ confidence, right }) => [confidence, right]),
        band: filled.map(({ confidence, right, rows: count }) => {
          const { low, high } = wilsonInterval(right, count);
          return [confidence, low, high];
        }),
      },
    ],
    counts: bins.map(({ rows: count }, i) => ({ from: i / bins.length, to: (i + 1) / bins.length, count })),
    note:
      `Below the line of perfect calibration predictions are surer than they are right. The band is the 95 % interval of each ` +
      `share; bars show how the ${rows.toLocaleString("en-US")} rows spread over the confidences.`,
  };
}
