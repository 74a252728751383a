// Rows of one table below those of another.
import { bug } from "../base/index.ts";
import type { LevelColumn, NumberColumn } from "./dataset.ts";
import { positionsOf } from "./truth.ts";
import type { TargetColumn } from "./target.ts";

type Column = NumberColumn | TargetColumn;

/** The rows of a column, and below them those of another of the same kind. */
export function joinColumn<C extends Column>(first: C, second: Column): C {
  if (first.kind === "levels" && second.kind === "levels") return { ...first, ...joinLevels(first, second) };
  if (first.kind === "levels" || second.kind === "levels") throw bug("columns of two kinds");
  const Values = first.values.constructor as new (length: number) => Float32Array | Float64Array;
  const values = new Values(first.values.length + second.values.length);
  values.set(first.values);
  values.set(second.values, first.values.length);
  return { ...first, values };
}

function joinLevels(first: LevelColumn, second: LevelColumn): Pick<LevelColumn, "levels" | "codes"> {
  const known = positionsOf(first.levels);
  const levels = [...first.levels, ...second.levels.filter((level) => !known.has(level))];
  const positions = positionsOf(levels);
  const codeOf = second.levels.map((level) => positions.get(level) ?? bug("a level that was not joined"));
  const codes = new Int32Array(first.codes.length + second.codes.length);
  codes.set(first.codes);
  codes.set(
    second.codes.map((code) => codeOf[code] ?? -1),
    first.codes.length,
  );
  return { levels, codes };
}
