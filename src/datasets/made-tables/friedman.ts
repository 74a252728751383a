import { stream } from "../../base/index.ts";
import type { SourceDataset } from "../../data/index.ts";
import type { Truth } from "../define.ts";
import { madeName, numberedColumns, regression, tableOf } from "./table.ts";

/** A function of the first columns of a table of independent uniform numbers. */
export interface Friedman {
  readonly id: string;
  /** The ends of each column's range; columns beyond these lie between 0 and 1. */
  readonly ranges: readonly (readonly [number, number])[];
  /** The target without noise. */
  readonly value: (x: Float32Array) => number;
}

interface Settings {
  readonly rows: number;
  readonly columns: number;
  readonly noise: number;
  readonly seed: number;
}

interface Draws {
  readonly x: Float32Array;
  readonly noiseFree: number;
  readonly y: number;
}

function drawRow({ id, ranges, value }: Friedman, { columns, noise, seed }: Settings, row: number): Draws {
  const draws = stream(seed, id, row);
  const x = Float32Array.from({ length: columns }, (_, column) => {
    const [low, high] = ranges[column] ?? [0, 1];
    return low + (high - low) * draws.uniform();
  });
  const noiseFree = value(x);
  // The noise has a stream of its own, so that it does not change with the number of columns.
  return { x, noiseFree, y: noiseFree + noise * stream(seed, id, "noise", row).normal() };
}

const drawAll = (friedman: Friedman, settings: Settings): Draws[] =>
  Array.from({ length: settings.rows }, (_, row) => drawRow(friedman, settings, row));

/** The table of a Friedman function. */
export function friedmanTable(friedman: Friedman, settings: Settings): SourceDataset {
  const { rows, columns, seed } = settings;
  const drawn = drawAll(friedman, settings);
  return regression(
    madeName(friedman.id, rows, seed),
    tableOf(rows, numberedColumns(columns), (row) => drawn[row]?.x ?? []),
    Float32Array.from(drawn, ({ y }) => y),
  );
}

/** What is known of the table of a Friedman function. */
export const friedmanTruth = (friedman: Friedman, settings: Settings): Truth => ({
  leastMse: settings.noise ** 2,
  noiseFree: drawAll(friedman, settings).map(({ noiseFree }) => noiseFree),
});
