// The columns of a file as inputs of a model file: numbers with NaN for a gap, texts for categories.
import {
  type ColumnEncoding,
  encodedNames,
  levelPosition,
  missingSpellings,
  type NumberInputs,
  spellingsOf,
} from "../data/index.ts";
import { cast, concat, constant, equal, input, less, sub, type Tensor, where } from "../graph/index.ts";
import type { Lookup } from "../onnx/index.ts";
import { float32, texts, type TextValue, type Value } from "../runtime/index.ts";

type Encoded = NonNullable<NumberInputs["encoded"]>;
type TextEncoding = Exclude<ColumnEncoding, { kind: "number" }>;

/** What the position of a level is called, which is looked up. */
const positionName = (name: string): string => `${name}:position`;

/** The numbers of one column, `[1, numbers]`. */
function encodedColumn(encoding: ColumnEncoding): Tensor {
  if (encoding.kind === "levels") {
    const count = encodedNames(encoding).length;
    const positions = constant(
      Array.from({ length: count }, (_, i) => i),
      [1, count],
    );
    return cast(equal(input(positionName(encoding.name), [1, 1]), positions), "float32");
  }
  const isOrdinal = encoding.kind === "ordinal";
  const raw = input(isOrdinal ? positionName(encoding.name) : encoding.name, [1, 1]);
  // Of all numbers only NaN is not equal to itself; a text that is no level gets the place after the last.
  const isThere = isOrdinal ? less(raw, encoding.levels.length) : equal(raw, raw);
  const filled = where(isThere, raw, encoding.fill);
  return encoding.isFlagged ? concat([filled, sub(1, cast(isThere, "float32"))], 1) : filled;
}

/** A gap of ordered levels is what any other text is. */
const lookupOf = (encoding: TextEncoding): Lookup => ({
  text: encoding.name,
  result: positionName(encoding.name),
  numbers: new Map([
    ...missingSpellings.map((mark) => [mark, levelPosition(encoding, "")] as const),
    ...encoding.levels.flatMap(spellingsOf).map((level) => [level, levelPosition(encoding, level)] as const),
  ]),
  otherwise: encoding.levels.length,
});

/** The numbers that the model sees, `[1, numbers]`, from an input for each column, and the texts among these. */
export function rawColumns({ by }: Encoded): {
  readonly numbers: Tensor;
  readonly lookups: readonly Lookup[];
} {
  return {
    numbers: concat(by.columns.map(encodedColumn), 1),
    lookups: by.columns.flatMap((column) => (column.kind === "number" ? [] : [lookupOf(column)])),
  };
}

/** Some rows of the columns that a model reads, as its file takes them. */
export function columnFeeds({ by, from }: Encoded, rows: Int32Array): Record<string, Value | TextValue> {
  const shape = [rows.length, 1];
  return Object.fromEntries(
    by.columns.map(({ name }) => {
      const column = from.columns.find((other) => other.name === name);
      if (column?.kind === "numbers")
        return [
          name,
          float32(
            Float32Array.from(rows, (row) => column.values[row] as number),
            shape,
          ),
        ];
      const cells = Array.from(rows, (row) => column?.levels[column.codes[row] as number] ?? "");
      return [name, texts(cells, shape)];
    }),
  );
}
