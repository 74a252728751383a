import { defineDataset } from "./define.ts";
import { type Curves, curvesTable, curvesTruth } from "./made-tables/curves.ts";
import { flipped, noiseOf, rowsOf, seed } from "./made-tables/settings.ts";
import { usualForTables } from "./usual.ts";

const moons: Curves = {
  id: "two-moons",
  classes: 2,
  place: (label, t) => {
    const [cos, sin] = [Math.cos(Math.PI * t), Math.sin(Math.PI * t)];
    return label === 0 ? [cos, sin] : [1 - cos, 0.5 - sin];
  },
};

export const twoMoons = defineDataset({
  id: "two-moons",
  title: "Two moons",
  summary:
    "Makes two half circles of radius 1 in the plane that reach into each other: a boundary that no line draws.",
  usual: usualForTables,
  isMade: true,
  params: { rows: rowsOf(1000), noise: noiseOf(0.2, "both coordinates"), flipped, seed },
  load: (settings) => Promise.resolve(curvesTable(moons, settings)),
  truth: (settings) => curvesTruth(moons, settings),
});
