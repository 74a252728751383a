import { z } from "zod";
import { normalCumulative, stream } from "../base/index.ts";
import { defineDataset } from "./define.ts";
import { flipLabels, flippedError, labelTruth } from "./made-tables/labels.ts";
import { columnsOf, flipped, rowsOf, seed } from "./made-tables/settings.ts";
import { classification, madeName, numberedColumns, tableOf } from "./made-tables/table.ts";
import { usualForTables } from "./usual.ts";

const id = "imbalanced";

/** Every so many rows hold exactly the rare class's share of them, rounded along the way. */
const labelsOf = (rows: number, rare: number): Int32Array =>
  Int32Array.from({ length: rows }, (_, row) => Math.floor((row + 1) * rare) - Math.floor(row * rare));

/** The error of the best rule for two normal classes of unit variance whose means lie `distance` apart. */
function bayesErrorOf(rare: number, distance: number): number {
  if (distance === 0) return Math.min(rare, 1 - rare);
  const bias = Math.log((1 - rare) / rare) / distance;
  const missed = normalCumulative(bias - distance / 2);
  const falseAlarms = normalCumulative(-bias - distance / 2);
  return rare * missed + (1 - rare) * falseAlarms;
}

export const imbalanced = defineDataset({
  id: "imbalanced",
  title: "A rare class",
  summary:
    "Makes two classes with normal columns of variance 1, one of which is rare: accuracy alone says little about it.",
  usual: usualForTables,
  isMade: true,
  params: {
    rows: rowsOf(2000),
    columns: columnsOf(10, { least: 1, description: "Number of columns; the classes differ in each alike." }),
    rare: z.number().min(0.001).max(0.5).default(0.05).meta({ description: "Share of the rare class, 1." }),
    distance: z.number().min(0).default(2.5).meta({ description: "Distance of the means of the classes." }),
    flipped,
    seed,
  },
  load: async ({ rows, columns, rare, distance, flipped: share, seed: from }) => {
    const labels = labelsOf(rows, rare);
    const shift = distance / Math.sqrt(columns);
    const inputs = tableOf(rows, numberedColumns(columns), (row) => {
      const draws = stream(from, id, row);
      const mean = shift * ((labels[row] as number) - 0.5);
      return Float32Array.from({ length: columns }, () => mean + draws.normal());
    });
    const given = flipLabels(labels, 2, { seed: from, id, share });
    return classification(madeName(id, rows, from), inputs, given, 2);
  },
  truth: ({ rows, rare, distance, flipped: share, seed: from }) => ({
    bayesError: flippedError(bayesErrorOf(rare, distance), 2, share),
    ...labelTruth(labelsOf(rows, rare), 2, { seed: from, id, share }),
  }),
});
