import { bug } from "../base/index.ts";
import { parameterRows, type ParameterRow } from "./parameters.ts";

/** A parameter with the range in which a search looks. */
export type SearchRow = ParameterRow & { readonly search: NonNullable<ParameterRow["search"]> };

/** The parameters that a search may vary. */
export const searchSpace: readonly SearchRow[] = parameterRows.filter(
  (row): row is SearchRow => row.search !== undefined,
);

/** Without the noise of binary fractions: 0.30000000000000004 as 0.3. */
export const tidy = (value: number): number => Number(value.toPrecision(12));

/** `n` values from one end of the range to the other, evenly spaced on its scale; whole numbers each once. */
export function spaced(
  { from, to, scale }: SearchRow["search"],
  n: number,
  whole = false,
): readonly number[] {
  const values = Array.from({ length: n }, (_, i) => {
    const share = n === 1 ? 0.5 : i / (n - 1);
    return tidy(scale === "log" ? from * (to / from) ** share : from + (to - from) * share);
  });
  return whole ? [...new Set(values.map(Math.round))] : values;
}

/** `n` values of the parameter at `path`, such as `l2.lambda`, over the range that it declares. */
export function searchGrid(path: string, n: number): readonly number[] {
  const row = searchSpace.find((candidate) => candidate.path === path) ?? bug(`${path} has no search range`);
  return spaced(row.search, n, row.kind === "count");
}
