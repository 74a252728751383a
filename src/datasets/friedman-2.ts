import { defineDataset } from "./define.ts";
import { circuitRanges, reactance } from "./made-tables/circuit.ts";
import { type Friedman, friedmanTable, friedmanTruth } from "./made-tables/friedman.ts";
import { columnsOf, noiseOf, rowsOf, seed } from "./made-tables/settings.ts";
import { usualForTables } from "./usual.ts";

const friedman: Friedman = {
  id: "friedman-2",
  ranges: circuitRanges,
  value: ([x1 = 0, x2 = 0, x3 = 0, x4 = 0]) => Math.hypot(x1, reactance(x2, x3, x4)),
};

export const friedman2 = defineDataset({
  id: "friedman-2",
  title: "Friedman #2",
  summary:
    "Makes y = √(x1² + (x2 x3 − 1/(x2 x4))²) + noise, the impedance of a circuit, from columns of very different ranges (Friedman 1991).",
  usual: usualForTables,
  isMade: true,
  params: {
    rows: rowsOf(1000),
    columns: columnsOf(4, { least: 4, description: "Number of columns; those from x5 on do not matter." }),
    noise: noiseOf(125, "y"),
    seed,
  },
  load: (settings) => Promise.resolve(friedmanTable(friedman, settings)),
  truth: (settings) => friedmanTruth(friedman, settings),
});
