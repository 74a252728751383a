import { z } from "zod";
import { defineDataset } from "./define.ts";
import { type Curves, curvesTable, curvesTruth } from "./made-tables/curves.ts";
import { flipped, noiseOf, rowsOf, seed } from "./made-tables/settings.ts";
import { usualForTables } from "./usual.ts";

/** Arms around the origin, from radius 0.1 to 1. */
const spiralsOf = ({ arms, turns }: { arms: number; turns: number }): Curves => ({
  id: "spirals",
  classes: arms,
  place: (label, t) => {
    const radius = 0.1 + 0.9 * t;
    const angle = 2 * Math.PI * (turns * t + label / arms);
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  },
});

export const spirals = defineDataset({
  id: "spirals",
  title: "Spirals",
  summary:
    "Makes arms that wind around each other in the plane, one for each class: hard for a small network, easy to overfit.",
  usual: usualForTables,
  isMade: true,
  params: {
    rows: rowsOf(1000),
    arms: z.int().min(2).max(10).default(2).meta({ description: "Number of arms, which are the classes." }),
    turns: z
      .number()
      .min(0)
      .max(10)
      .default(1.5)
      .meta({ description: "How often each arm winds around the origin." }),
    noise: noiseOf(0.03, "both coordinates; the arms reach from radius 0.1 to 1"),
    flipped,
    seed,
  },
  load: (settings) => Promise.resolve(curvesTable(spiralsOf(settings), settings)),
  truth: (settings) => curvesTruth(spiralsOf(settings), settings),
});
