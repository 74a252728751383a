// Columns of a table that say the same.
import { type Dataset, encodedNames, rowStreamOf } from "../data/index.ts";
import { twinColumns } from "../linear/index.ts";

/** More numbers than this are not compared: it would take a second, and a copy of all of them. */
const mostNumbers = 1e7;
/** More pairs than this nobody reads one by one. */
const mostTold = 5;

export type TwinNames = readonly (readonly [first: string, second: string])[];

/**
 * Pairs of columns of which one follows from the other by a shift and a factor. None of images and texts, of data that is
 * streamed, or of more than ten million numbers; not the levels of one column, which follow from each other by their nature.
 */
export function twinNames({ inputs, rows }: Pick<Dataset, "inputs" | "rows">): TwinNames {
  if (inputs.kind !== "table" || inputs.shape.length !== 1 || rowStreamOf(inputs)) return [];
  const { shape, values, columns: names = [], encoded } = inputs;
  const [columns = 0] = shape;
  if (rows * columns > mostNumbers) return [];
  const owners =
    encoded?.by.columns.flatMap((column) => encodedNames(column).map(() => column.name)) ?? names;
  return twinColumns({ rows, columns, values: values as Float32Array })
    .filter(([a, b]) => owners[a] !== owners[b] || owners[a] === undefined)
    .map(([a, b]) => [names[a] ?? `c${a}`, names[b] ?? `c${b}`] as const);
}

/** Which columns say the same, as a sentence or none. */
export function twinSentences(pairs: TwinNames): readonly string[] {
  if (pairs.length === 0) return [];
  const shown = pairs.slice(0, mostTold).map(([a, b]) => `${a} and ${b}`);
  const more = pairs.length > mostTold ? `; ${pairs.length - mostTold} more pairs` : "";
  return [
    `${shown.join("; ")}${more}: one follows from the other by a shift and a factor, so which of them is used says nothing`,
  ];
}
