import { mean } from "../base/index.ts";
import type { LogColumn, Recorded } from "./log-table.ts";
import type { RunRows } from "./log-runs.ts";

/** The series that a curve is made of. */
export interface CurveColumns {
  readonly train?: LogColumn | undefined;
  readonly validation?: LogColumn | undefined;
  readonly learningRate?: LogColumn | undefined;
  readonly step?: LogColumn | undefined;
  readonly trainMetrics: readonly LogColumn[];
  readonly validationMetrics: readonly LogColumn[];
}

/** Rows that make one point of the curve. */
export interface RowGroup {
  readonly x: number;
  readonly rows: readonly number[];
}

export interface Grouping {
  readonly groups: readonly RowGroup[];
  /** Whether training losses of several moments make one point. */
  readonly isAveraged: boolean;
  /** Places that were evaluated more than once, with different results. */
  readonly repeatedAt: readonly number[];
}

/**
 * Which rows make one point: those of one place, such as an epoch; where training is logged at more places than
 * validation, all from after one evaluation up to the next.
 */
export function groupRows(run: RunRows, { train, validation }: CurveColumns): Grouping {
  const evaluated = (row: number): boolean => validation?.values[row] !== undefined;
  const trained = (row: number): boolean => train?.values[row] !== undefined;
  const useful = run.rows.flatMap((row, i) =>
    evaluated(row) || trained(row) ? [{ row, x: run.x[i] as number, evaluated: evaluated(row) }] : [],
  );
  const places = new Set(useful.map(({ x }) => x)).size;
  const evaluatedPlaces = new Set(useful.filter((one) => one.evaluated).map(({ x }) => x)).size;
  // Two evaluations can only be told as such; with fewer, the course of training is the curve.
  const byPlace = evaluatedPlaces < 2 || evaluatedPlaces > places / 2;
  const groups = byPlace ? groupByPlace(useful) : groupByEvaluation(useful);
  const isAveraged = groups.some(({ rows }) => rows.filter(trained).length > 1);
  const repeatedAt = groups
    .filter(({ rows }) => new Set(rows.flatMap((row) => validation?.values[row] ?? [])).size > 1)
    .map(({ x }) => x);
  return { groups, isAveraged, repeatedAt };
}

interface Moment {
  readonly row: number;
  readonly x: number;
  readonly evaluated: boolean;
}

function groupByPlace(moments: readonly Moment[]): RowGroup[] {
  const groups: { x: number; rows: number[] }[] = [];
  for (const { row, x } of moments) {
    const last = groups.at(-1);
    if (last?.x === x) last.rows.push(row);
    else groups.push({ x, rows: [row] });
  }
  return groups;
}

function groupByEvaluation(moments: readonly Moment[]): RowGroup[] {
  const groups: { x: number; rows: number[] }[] = [];
  let rows: number[] = [];
  let at = 0;
  for (const { row, x, evaluated } of moments) {
    const last = groups.at(-1);
    // What stands at the place of an evaluation belongs to it, written before or after.
    if (rows.length === 0 && last?.x === x) {
      last.rows.push(row);
      continue;
    }
    rows.push(row);
    at = x;
    if (!evaluated) continue;
    groups.push({ x, rows });
    rows = [];
  }
  if (rows.length > 0) groups.push({ x: at, rows });
  return groups;
}

/** The mean of what a series holds in some rows; NaN when one of them is. */
export function meanOf(series: LogColumn | undefined, rows: readonly number[]): Recorded {
  const values = rows.flatMap((row) => series?.values[row] ?? []);
  return values.length === 0 ? undefined : mean(values);
}

/** The last that a series holds in some rows. */
export function lastOf(series: LogColumn | undefined, rows: readonly number[]): Recorded {
  const at = rows.findLast((row) => series?.values[row] !== undefined);
  return at === undefined ? undefined : series?.values[at];
}
