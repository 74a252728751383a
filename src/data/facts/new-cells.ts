// Cells of a new table that a model takes for something else than what they hold.
import { shortestDecimal, count } from "../../base/index.ts";
import { placesOf } from "../columns.ts";
import type { Columns, LevelColumn, NumberColumn } from "../dataset.ts";
import type { ColumnEncoding, Encoding } from "../encoding.ts";
import { positionAmong } from "../truth.ts";

/** What a model does not find in a column of a new table. */
export interface NewCells {
  readonly column: string;
  /** How many cells have no value. */
  readonly gaps: number;
  /** What stands for these; nothing where no training row had a gap among its categories. */
  readonly filled?: number | "mean" | "category";
  /** How many cells hold a category that is none of those that the model tells apart, and the first of these. */
  readonly unknown: number;
  readonly examples: readonly string[];
  /** What these are taken for. */
  readonly takenFor?: "other" | "none" | "a gap";
}

const mostExamples = 3;

/** How many rows of a column have each level, and none. */
function levelCounts({ codes, levels }: LevelColumn) {
  const counts = new Float64Array(levels.length);
  let gaps = 0;
  for (const code of codes) {
    if (code < 0) gaps++;
    else counts[code] = (counts[code] as number) + 1;
  }
  return { counts, gaps };
}

function levelCells(column: LevelColumn, encoding: Exclude<ColumnEncoding, { kind: "number" }>): NewCells {
  const { counts, gaps } = levelCounts(column);
  const isKnown =
    encoding.kind === "ordinal"
      ? placesOf({ ...column, codes: Int32Array.from(column.levels.keys()) }, encoding.levels).map((place) =>
          Number(!Number.isNaN(place)),
        )
      : Float32Array.from(column.levels, (level) => Number(positionAmong(encoding.levels, level) >= 0));
  const unknown = column.levels.flatMap((_, code) => (isKnown[code] || counts[code] === 0 ? [] : [code]));
  const own = encoding.kind === "levels" && encoding.levels.includes("");
  return {
    column: column.name,
    gaps,
    ...(encoding.kind === "ordinal" && { filled: encoding.fill }),
    ...(own && { filled: "category" as const }),
    unknown: unknown.reduce((total, code) => total + (counts[code] as number), 0),
    examples: unknown.slice(0, mostExamples).map((code) => column.levels[code] as string),
    ...(unknown.length > 0 && {
      takenFor: encoding.kind === "ordinal" ? "a gap" : encoding.hasOther ? "other" : "none",
    }),
  };
}

function gapsIn(values: NumberColumn["values"]): number {
  let gaps = 0;
  for (const value of values) if (Number.isNaN(value)) gaps++;
  return gaps;
}

/** @param fill nothing for complete columns of numbers: in place of gaps their model takes means. */
const numberCells = ({ name, values }: NumberColumn, fill: number | undefined): NewCells => ({
  column: name,
  gaps: gapsIn(values),
  filled: fill === undefined ? "mean" : shortestDecimal(fill),
  unknown: 0,
  examples: [],
});

/** The columns of a new table with gaps, or with categories that the model does not know. */
export function newCells({ columns }: Columns, by: Encoding | undefined): readonly NewCells[] {
  return columns
    .map((column) => {
      const encoding = by?.columns.find(({ name }) => name === column.name);
      if (column.kind === "numbers")
        return numberCells(column, encoding?.kind === "number" ? encoding.fill : undefined);
      return encoding && encoding.kind !== "number" ? levelCells(column, encoding) : undefined;
    })
    .filter((cells) => cells !== undefined && cells.gaps + cells.unknown > 0) as NewCells[];
}

const cellsText = (value: number): string => `${count(value)} ${value === 1 ? "cell" : "cells"}`;

function gapsText({ gaps, filled }: NewCells): string {
  const what = `${cellsText(gaps)} without a value`;
  if (filled === undefined) return `${what}, taken for a category that the model does not know`;
  if (filled === "category") return `${what}, a category of their own`;
  return filled === "mean"
    ? `${what}, filled with the mean of the training rows`
    : `${what}, filled with ${filled}, the median of the training rows`;
}

const takenText = {
  other: "taken for one of the rare ones",
  none: "taken for none of them",
  "a gap": "taken for cells without a value",
} as const;

function unknownText({ unknown, examples, takenFor = "none" }: NewCells): string {
  const shown = examples.map((example) => JSON.stringify(example)).join(", ");
  return `${cellsText(unknown)} with categories that the model does not know (${shown}${unknown > examples.length ? ", …" : ""}), ${takenText[takenFor]}`;
}

/** What was made of such cells, a sentence for each column without its full stop. */
export const newCellSentences = (columns: readonly NewCells[]): readonly string[] =>
  columns.map((cells) => {
    const told = [
      ...(cells.gaps > 0 ? [gapsText(cells)] : []),
      ...(cells.unknown > 0 ? [unknownText(cells)] : []),
    ];
    return `"${cells.column}": ${told.join("; ")}`;
  });
