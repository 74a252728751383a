// Columns of a table on disk, and their rows as a stream.
import { bug } from "../base/index.ts";
import { encodeColumns, encodedNames, numbersFrom, rowMajor } from "./columns.ts";
import type { Columns, LevelColumn, NumberColumn, NumberInputs } from "./dataset.ts";
import type { ColumnEncoding, Encoding } from "./encoding.ts";
import { keysOf } from "./leaks/row-keys.ts";
import { openLoader } from "./loader.node.ts";
import { type NumberArray, Spill } from "./spill.node.ts";
import type { RowStream } from "./streamed.ts";
import { streamedInputs } from "./streamed-inputs.ts";

type Column = NumberColumn | LevelColumn;
type CellSpill = Spill<Float32Array> | Spill<Float64Array> | Spill<Int32Array>;

const spills = new WeakMap<object, CellSpill>();

/** The column that was read last: it is often looked at again. */
let newest: { readonly spill: CellSpill; readonly cells: NumberArray } | undefined;

function allOf(spill: CellSpill): NumberArray {
  if (newest?.spill !== spill) newest = { spill, cells: spill.read(0, spill.length) };
  return newest.cells;
}

const cellsName = ({ kind }: Pick<Column, "kind">): "values" | "codes" =>
  kind === "numbers" ? "values" : "codes";

/** A column whose cells are read from disk when they are looked at, all of them at once. */
export function spilledColumn(
  column: Omit<NumberColumn, "values"> | Omit<LevelColumn, "codes">,
  spill: CellSpill,
): Column {
  const made = Object.defineProperty({ ...column }, cellsName(column), {
    get: () => allOf(spill),
    enumerable: true,
  }) as Column;
  spills.set(made, spill);
  return made;
}

export const isSpilled = (column: object): boolean => spills.has(column);

const spillLike = (cells: NumberArray): CellSpill => {
  if (cells instanceof Float64Array) return new Spill(Float64Array);
  return cells instanceof Float32Array ? new Spill(Float32Array) : new Spill(Int32Array);
};

/** The same column with other cells, on disk. */
export function withCells(column: Column, cells: NumberArray): Column {
  const spill = spillLike(cells);
  spill.append(cells);
  const { kind, name } = column;
  return kind === "numbers"
    ? spilledColumn({ kind, name }, spill)
    : spilledColumn({ kind, name, levels: column.levels }, spill);
}

/** The same column of levels with an order of them, its cells where they were. */
export function withOrder(column: LevelColumn, order: readonly string[]): LevelColumn {
  const spill = spills.get(column);
  if (!spill) return { ...column, order };
  const { kind, name, levels } = column;
  return spilledColumn({ kind, name, levels, order }, spill) as LevelColumn;
}

function part(column: Column, from: number, to: number): Column {
  const spill = spills.get(column);
  const { kind, name } = column;
  return kind === "numbers"
    ? {
        kind,
        name,
        values: (spill?.read(from, to) ?? column.values.subarray(from, to)) as NumberColumn["values"],
      }
    : {
        kind,
        name,
        levels: column.levels,
        codes: (spill?.read(from, to) ?? column.codes.subarray(from, to)) as Int32Array,
      };
}

/** The numbers at one place of all examples. */
function numbersAt(
  columns: readonly Column[],
  encodings: readonly ColumnEncoding[],
  at: number,
): Float32Array {
  let left = at;
  for (const encoding of encodings) {
    const size = encodedNames(encoding).length;
    if (left < size) {
      const column = columns.find(({ name }) => name === encoding.name);
      if (left > 0 || encoding.kind === "levels" || !column)
        return bug("a number that needs no scale was asked for");
      return Float32Array.from(numbersFrom(encoding, column), (value) =>
        Number.isNaN(value) ? encoding.fill : value,
      );
    }
    left -= size;
  }
  return bug(`no number ${at} in the examples`);
}

/** How many rows are turned at once. */
const stride = 2 ** 16;

function keysOnDisk(file: Spill<Float32Array>, rows: number, width: number): Float64Array {
  const keys = new Float64Array(rows);
  for (let row = 0; row < rows; row += stride) {
    const to = Math.min(rows, row + stride);
    keys.set(keysOf(file.read(row * width, to * width), width), row);
  }
  return keys;
}

/** Columns on disk as examples that are streamed, encoded or as they are. */
export function spilledRows(columns: readonly Column[], rows: number, by?: Encoding): NumberInputs {
  const encodings =
    by?.columns ??
    columns.map(({ name }): ColumnEncoding => ({ kind: "number", name, fill: 0, isFlagged: false }));
  const names = encodings.flatMap(encodedNames);
  const width = names.length;
  const file = new Spill(Float32Array);
  for (let from = 0; from < rows; from += stride) {
    const to = Math.min(rows, from + stride);
    const parts = columns.map((column) => part(column, from, to));
    const numbers = (): Float32Array => rowMajor(parts as NumberColumn[], { from: 0, to: to - from });
    file.append(
      by ? (encodeColumns({ kind: "columns", columns: parts }, by).values as Float32Array) : numbers(),
    );
  }
  const stream: RowStream = {
    type: "float32",
    *bytes() {
      for (let from = 0; from < file.length; from += stride * width) {
        const values = file.read(from, Math.min(file.length, from + stride * width));
        yield new Uint8Array(values.buffer);
      }
    },
    keys: () => keysOnDisk(file, rows, width),
    numbers: (at) => numbersAt(columns, encodings, at),
    open: ({ shift, scale }) => openLoader({ kind: "table", fd: file.fd, width, shift, scale }),
  };
  const table = { kind: "table" as const, shape: [width], columns: names };
  if (!by) return streamedInputs(table, stream);
  const indicators = by.columns.flatMap((encoding) =>
    encodedNames(encoding).map((_, i) => encoding.kind === "levels" || i > 0),
  );
  const from: Columns = { kind: "columns", columns };
  return streamedInputs({ ...table, encoded: { by, indicators, from } }, stream);
}
