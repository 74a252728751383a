import { stream } from "../../base/index.ts";
import type { SourceDataset } from "../../data/index.ts";
import type { Truth } from "../define.ts";
import { flipLabels, flippedError, labelTruth } from "./labels.ts";
import { classification, madeName, tableOf } from "./table.ts";

/** Classes that lie along curves of the plane, each place of a curve as likely. */
export interface Curves {
  readonly id: string;
  readonly classes: number;
  /** The place of a class's curve at `t` between 0 and 1. */
  readonly place: (label: number, t: number) => readonly [number, number];
}

interface Settings {
  readonly rows: number;
  readonly noise: number;
  readonly flipped: number;
  readonly seed: number;
}

function drawRow({ id, classes, place }: Curves, { noise, seed }: Settings, row: number): Float32Array {
  const draws = stream(seed, id, row);
  const [x, y] = place(row % classes, draws.uniform());
  return Float32Array.of(x + noise * draws.normal(), y + noise * draws.normal());
}

const labelsOf = ({ classes }: Curves, rows: number): Int32Array =>
  Int32Array.from({ length: rows }, (_, row) => row % classes);

/** Row i is of class i modulo the number of classes. */
export function curvesTable(curves: Curves, settings: Settings): SourceDataset {
  const { id, classes } = curves;
  const { rows, flipped: share, seed } = settings;
  const labels = labelsOf(curves, rows);
  return classification(
    madeName(id, rows, seed),
    tableOf(rows, ["x", "y"], (row) => drawRow(curves, settings, row)),
    flipLabels(labels, classes, { seed, id, share }),
    classes,
  );
}

/** The best rule is worked out for at most this many rows; its error is their mean. */
const judgedRows = 2000;
const partsOfCurve = 1000;

/** The probability that the likeliest class is another one than the point's, given the point. */
function errorAt([x = 0, y = 0]: Float32Array, { classes, place }: Curves, noise: number): number {
  const squares = Array.from({ length: classes }, (_, label) =>
    Float64Array.from({ length: partsOfCurve }, (_, part) => {
      const [u, v] = place(label, (part + 0.5) / partsOfCurve);
      return (x - u) ** 2 + (y - v) ** 2;
    }),
  );
  const least = Math.min(...squares.map((values) => values.reduce((a, b) => Math.min(a, b))));
  const densities = squares.map((values) =>
    values.reduce((total, square) => total + Math.exp((least - square) / (2 * noise ** 2)), 0),
  );
  return 1 - Math.max(...densities) / densities.reduce((a, b) => a + b);
}

/** What is known of classes along curves: the error of the best possible rule. */
export function curvesTruth(curves: Curves, settings: Settings): Truth {
  const { id, classes } = curves;
  const { noise, flipped, rows, seed } = settings;
  // Without noise the classes do not overlap.
  const judged = noise > 0 ? Math.min(rows, judgedRows) : 0;
  let error = 0;
  for (let row = 0; row < judged; row++) {
    error += errorAt(drawRow(curves, settings, row), curves, noise) / judged;
  }
  return {
    bayesError: flippedError(error, classes, flipped),
    ...labelTruth(labelsOf(curves, rows), classes, { seed, id, share: flipped }),
  };
}
