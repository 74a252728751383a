import { z } from "zod";
import { checkSize, column, type LogTable, numberIn, type Recorded } from "./log-table.ts";
import { type Measure, measureOf } from "./measures.ts";

/** A number in JSON, which may be a text where it is none: "NaN". */
export const jsonNumber = z.unknown().transform((value): Recorded => {
  if (typeof value === "number") return value;
  return typeof value === "string" ? numberIn(value) : undefined;
});

const seriesOfNumbers = z.array(jsonNumber);
const namedSeries = z.record(z.string(), z.unknown());

/** `{name: [numbers]}`, other entries left out; undefined when nothing in it is a series. */
export function seriesIn(value: unknown): Readonly<Record<string, readonly Recorded[]>> | undefined {
  const parsed = namedSeries.safeParse(value);
  if (!parsed.success || Array.isArray(value)) return undefined;
  const entries = Object.entries(parsed.data).flatMap(([name, series]) => {
    // Some write {"0": …, "1": …}, as pandas does.
    const list = Array.isArray(series) ? series : countedValues(series);
    if (list === undefined || list.length === 0) return [];
    const numbers = seriesOfNumbers.safeParse(list);
    return numbers.success && numbers.data.some((one) => one !== undefined)
      ? [[name, numbers.data] as const]
      : [];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

/** The values of an object whose keys count from 0. */
function countedValues(value: unknown): readonly unknown[] | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const keys = Object.keys(value);
  return keys.every((key, i) => key === String(i)) ? Object.values(value) : undefined;
}

/** Series by name as a table; shorter ones end early. */
export function seriesTable(
  file: string,
  series: Readonly<Record<string, readonly Recorded[]>>,
  measures: (name: string) => Measure = measureOf,
): LogTable {
  const all = Object.entries(series);
  const rows = all.reduce((most, [, values]) => Math.max(most, values.length), 0);
  checkSize(file, all.length, all.length * rows);
  return {
    rows,
    columns: all.map(([name, values]) =>
      column(
        name,
        Array.from({ length: rows }, (_, row) => values[row]),
        measures(name),
      ),
    ),
  };
}

/** Objects of numbers by name: the rows of a log. Undefined when it is no list of objects. */
export function rowsIn(value: unknown): readonly Readonly<Record<string, Recorded>>[] | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const rows: Record<string, Recorded>[] = [];
  for (const row of value as readonly unknown[]) {
    if (typeof row !== "object" || row === null || Array.isArray(row)) return undefined;
    rows.push(
      Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, jsonNumber.parse(cell)] as const)),
    );
  }
  return rows;
}
