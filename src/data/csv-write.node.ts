import { shortestDecimal } from "../base/index.ts";
import type { Dataset, SourceDataset } from "./dataset.ts";

const shortest = (value: number): string => String(shortestDecimal(value));

const quoted = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/** A data set of numbers with one target, as a table. */
export interface WrittenTable {
  /** The columns of the inputs, and the target at the end. */
  readonly columns: readonly string[];
  /** Whether the target is a number. */
  readonly isRegression: boolean;
  /** The target of a row as a cell. */
  readonly target: (row: number) => string;
  readonly values: Float32Array | Uint8Array;
  readonly rows: number;
}

/** The name of the target: that of its column, or one that no other column has. */
const targetName = (targets: Dataset["targets"], columns: readonly string[]): string => {
  const name = targets.kind === "numbers" ? (targets.columns[0] ?? "y") : "class";
  return columns.includes(name) ? `${name}_` : name;
};

/** A data set as a table; nothing for images, texts and columns of a file. */
export function tableToWrite({ inputs, targets, rows }: SourceDataset): WrittenTable | undefined {
  if (inputs.kind !== "table" || !inputs.columns) return undefined;
  const isRegression = targets.kind === "numbers";
  return {
    columns: [...inputs.columns, targetName(targets, inputs.columns)],
    isRegression,
    target: (row) =>
      targets.kind === "numbers"
        ? shortest(targets.values[row] as number)
        : (targets.classes[targets.labels[row] as number] as string),
    values: inputs.values,
    rows,
  };
}

const rowsAtOnce = 1000;

/** A table as the text of a CSV file, in pieces. */
export function* csvText({ columns, values, target, rows }: WrittenTable): Generator<string> {
  yield `${columns.map(quoted).join(",")}\n`;
  const width = columns.length - 1;
  for (let from = 0; from < rows; from += rowsAtOnce) {
    const lines: string[] = [];
    for (let row = from; row < Math.min(rows, from + rowsAtOnce); row++) {
      const cells = Array.from(values.subarray(row * width, (row + 1) * width), shortest);
      lines.push(`${[...cells, quoted(target(row))].join(",")}\n`);
    }
    yield lines.join("");
  }
}
