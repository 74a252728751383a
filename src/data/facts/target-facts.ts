// How the target is spread over the parts of a data set.
import { type Dataset, type Part, parts } from "../dataset.ts";

type PerPart<T> = Readonly<Record<Part, T>>;

/** How many rows of each class a part has. */
export interface ClassFacts {
  readonly kind: "classes";
  readonly classes: readonly string[];
  /** The one of two that is looked for, where that was said. */
  readonly positive?: string;
  /** `[classes]` for each part. */
  readonly rows: PerPart<readonly number[]>;
}

/** How the numbers of a target are spread, for each of its columns. */
export interface NumberFacts {
  readonly kind: "numbers";
  readonly columns: readonly {
    readonly name: string;
    /** Ten stretches of equal width, from the least value of all rows to the largest. */
    readonly borders: readonly number[];
    /** `[10]` for each part: its rows in each stretch; a value on a border belongs to the upper one. */
    readonly rows: PerPart<readonly number[]>;
  }[];
}

export type TargetFacts = ClassFacts | NumberFacts;

const stretches = 10;
/** Of more columns nobody reads all. */
const mostColumns = 10;

const perPart = <T>(make: (part: Part) => T): PerPart<T> =>
  Object.fromEntries(parts.map((part) => [part, make(part)])) as Record<Part, T>;

function counted(size: number, rows: Int32Array, placeOf: (row: number) => number): number[] {
  const counts = Array.from({ length: size }, () => 0);
  for (const row of rows) counts[placeOf(row)]! += 1;
  return counts;
}

/** How the target is spread over the parts. */
export function targetFacts(
  { targets }: Pick<Dataset, "targets">,
  rows: Readonly<Record<Part, Int32Array>>,
): TargetFacts {
  if (targets.kind === "classes") {
    const { classes, labels, positive } = targets;
    const looked = positive === undefined ? undefined : classes[positive];
    const of = (part: Part) => counted(classes.length, rows[part], (row) => labels[row] as number);
    return { kind: "classes", classes, ...(looked !== undefined && { positive: looked }), rows: perPart(of) };
  }
  const { columns, values } = targets;
  const width = columns.length;
  const columnFacts = (name: string, at: number) => {
    const valueOf = (row: number): number => values[row * width + at] as number;
    let [least, most] = [Infinity, -Infinity];
    for (const part of parts)
      for (const row of rows[part]) {
        least = Math.min(least, valueOf(row));
        most = Math.max(most, valueOf(row));
      }
    const step = (most - least) / stretches;
    const placeOf = (row: number): number =>
      step > 0 ? Math.min(stretches - 1, Math.floor((valueOf(row) - least) / step)) : 0;
    return {
      name,
      borders: Array.from({ length: stretches + 1 }, (_, i) => (i === stretches ? most : least + i * step)),
      rows: perPart((part) => counted(stretches, rows[part], placeOf)),
    };
  };
  return { kind: "numbers", columns: columns.slice(0, mostColumns).map(columnFacts) };
}
