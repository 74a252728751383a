import { bug } from "../base/index.ts";
import { sizeOf } from "../graph/index.ts";
import type { Dataset, NumberInputs } from "./dataset.ts";

/** x' = (x − shift) · scale. Both `[size of one example]`, or `[1]` for the same on every feature. */
export interface Preprocessing {
  readonly shift: Float32Array;
  readonly scale: Float32Array;
}

/** Preprocessing with what its fitting found out. */
export interface FittedPreprocessing extends Preprocessing {
  /** The columns with one value on all training rows: they carry nothing to learn, and their scale is 0. */
  readonly constantColumns: readonly string[];
}

/**
 * Fits preprocessing on the training rows alone: tables to mean 0 and standard deviation 1 (divisor n), save what is 0 or
 * 1 by its nature, images to
 * values / `divisor`, counted in 255ths of white; token numbers stay as they are.
 */
export function fitPreprocessing(
  dataset: Dataset,
  trainRows: Int32Array,
  divisor = 255,
): FittedPreprocessing {
  const { inputs } = dataset;
  if (inputs.kind === "tokens")
    return { shift: Float32Array.of(0), scale: Float32Array.of(1), constantColumns: [] };
  if (inputs.kind === "image")
    return {
      shift: Float32Array.of(0),
      scale: Float32Array.of(inputs.white === undefined ? 1 / divisor : 255 / (inputs.white * divisor)),
      constantColumns: [],
    };
  if (trainRows.length === 0) bug("preprocessing fitted on no rows");
  const width = sizeOf(inputs.shape);
  const isIndicator = (column: number): boolean => inputs.encoded?.indicators[column] ?? false;
  const moments = Array.from({ length: width }, (_, column) =>
    isIndicator(column) ? { mean: 0, deviation: 1 } : momentsAt(inputs, trainRows, column, width),
  );
  return {
    shift: Float32Array.from(moments, ({ mean }) => mean),
    scale: Float32Array.from(moments, ({ deviation }) => (deviation === 0 ? 0 : 1 / deviation)),
    constantColumns: moments.flatMap(({ deviation }, column) =>
      deviation === 0 ? columnName(inputs, column) : [],
    ),
  };
}

/** `[rows, columns]` after preprocessing, as a new array. */
export function applyPreprocessing(values: Float32Array, { shift, scale }: Preprocessing): Float32Array {
  const width = shift.length;
  return values.map((value, i) => (value - (shift[i % width] as number)) * (scale[i % width] as number));
}

function momentsAt(inputs: NumberInputs, rows: Int32Array, column: number, width: number) {
  const numbers = inputs.stream?.numbers?.(column);
  return numbers ? columnMoments(numbers, rows, 0, 1) : columnMoments(inputs.values, rows, column, width);
}

/**
 * Two passes in double precision. Up to 2²⁹ equal float32 values add up without rounding, so that a constant column has
 * deviation 0 exactly.
 */
function columnMoments(values: NumberInputs["values"], rows: Int32Array, column: number, width: number) {
  let total = 0;
  for (const row of rows) total += values[row * width + column] as number;
  const mean = total / rows.length;
  let squares = 0;
  for (const row of rows) squares += ((values[row * width + column] as number) - mean) ** 2;
  return { mean, deviation: Math.sqrt(squares / rows.length) };
}

const columnName = ({ columns }: NumberInputs, column: number): string => columns?.[column] ?? `c${column}`;
