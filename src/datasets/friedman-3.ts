import { defineDataset } from "./define.ts";
import { circuitRanges, reactance } from "./made-tables/circuit.ts";
import { type Friedman, friedmanTable, friedmanTruth } from "./made-tables/friedman.ts";
import { columnsOf, noiseOf, rowsOf, seed } from "./made-tables/settings.ts";
import { usualForTables } from "./usual.ts";

const friedman: Friedman = {
  id: "friedman-3",
  ranges: circuitRanges,
  value: ([x1 = 0, x2 = 0, x3 = 0, x4 = 0]) => Math.atan(reactance(x2, x3, x4) / x1),
};

export const friedman3 = defineDataset({
  id: "friedman-3",
  title: "Friedman #3",
  summary:
    "Makes y = arctan((x2 x3 − 1/(x2 x4)) / x1) + noise, the phase of a circuit, from columns of very different ranges (Friedman 1991).",
  usual: usualForTables,
  isMade: true,
  params: {
    rows: rowsOf(1000),
    columns: columnsOf(4, { least: 4, description: "Number of columns; those from x5 on do not matter." }),
    noise: noiseOf(0.1, "y"),
    seed,
  },
  load: (settings) => Promise.resolve(friedmanTable(friedman, settings)),
  truth: (settings) => friedmanTruth(friedman, settings),
});
