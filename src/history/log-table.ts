import { UserError } from "../base/index.ts";
import { type Measure, measureOf } from "./measures.ts";

/** A recorded number, NaN and infinities included; undefined where nothing was recorded. */
export type Recorded = number | undefined;

/** One series of a log. */
export interface LogColumn {
  /** As the log calls it. */
  readonly name: string;
  readonly measure: Measure;
  readonly values: readonly Recorded[];
}

/** Series side by side, one row a recorded moment, in the order of the log. */
export interface LogTable {
  readonly rows: number;
  readonly columns: readonly LogColumn[];
  /** Rows, counted from 0, where the log itself says that another run begins. */
  readonly breaks?: readonly number[];
}

export const column = (name: string, values: readonly Recorded[], measure?: Measure): LogColumn => ({
  name,
  values,
  measure: measure ?? measureOf(name),
});

/** No log of a training has more: a limit for files from strangers. */
export const mostSeries = 20_000;
export const mostNumbers = 4_000_000;

/** @throws UserError when a log claims more series or numbers than any training makes. */
export function checkSize(file: string, series: number, numbers: number): void {
  if (series <= mostSeries && numbers <= mostNumbers) return;
  throw new UserError({
    where: file,
    got: series > mostSeries ? `more than ${mostSeries} series` : `more than ${mostNumbers} numbers`,
    expected: "the log of one training",
    hint: "Export fewer series, or every tenth step",
  });
}

/** A table from rows that each hold some series by name. */
export function tableOf(
  file: string,
  rows: readonly Readonly<Record<string, Recorded>>[],
  measures: (name: string) => Measure = measureOf,
): LogTable {
  const names = new Set(rows.flatMap((row) => Object.keys(row)));
  checkSize(file, names.size, names.size * rows.length);
  return {
    rows: rows.length,
    columns: [...names].map((name) =>
      column(
        name,
        rows.map((row) => (Object.hasOwn(row, name) ? row[name] : undefined)),
        measures(name),
      ),
    ),
  };
}

/** A number as logs write it: `0.5`, `nan`, `-inf`, `tensor(0.5)`, `70 %` as 0.7; undefined for anything else. */
export function numberIn(text: string): Recorded {
  if (text.length > 100) return undefined;
  const bare = text.trim().replace(/^tensor\((.*?)(?:,.*)?\)$/u, "$1");
  if (/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/iu.test(bare)) return Number(bare);
  const [, perCent] = /^([+-]?(?:\d+\.?\d*|\.\d+))\s?%$/u.exec(bare) ?? [];
  if (perCent !== undefined) return Number((Number(perCent) / 100).toPrecision(12));
  if (/^[+-]?nan$/iu.test(bare)) return Number.NaN;
  const [, minus] = /^([+-]?)inf(?:inity)?$/iu.exec(bare) ?? [];
  if (minus === undefined) return undefined;
  return minus === "-" ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}
