import { defineDataset } from "./define.ts";
import { type Friedman, friedmanTable, friedmanTruth } from "./made-tables/friedman.ts";
import { columnsOf, noiseOf, rowsOf, seed } from "./made-tables/settings.ts";
import { usualForTables } from "./usual.ts";

const friedman: Friedman = {
  id: "friedman-1",
  ranges: [],
  value: ([x1 = 0, x2 = 0, x3 = 0, x4 = 0, x5 = 0]) =>
    10 * Math.sin(Math.PI * x1 * x2) + 20 * (x3 - 0.5) ** 2 + 10 * x4 + 5 * x5,
};

export const friedman1 = defineDataset({
  id: "friedman-1",
  title: "Friedman #1",
  summary:
    "Makes y = 10 sin(π x1 x2) + 20 (x3 − ½)² + 10 x4 + 5 x5 + noise from columns uniform between 0 and 1; further columns say nothing (Friedman 1991).",
  usual: usualForTables,
  isMade: true,
  params: {
    rows: rowsOf(1000),
    columns: columnsOf(10, { least: 5, description: "Number of columns; those from x6 on do not matter." }),
    noise: noiseOf(1, "y"),
    seed,
  },
  load: (settings) => Promise.resolve(friedmanTable(friedman, settings)),
  truth: (settings) => friedmanTruth(friedman, settings),
});
