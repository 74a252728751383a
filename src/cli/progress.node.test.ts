import { expect, test } from "vitest";
import type { Planned } from "../worker/index.ts";
import { searchLines } from "./progress.node.ts";

const planned = {
  data: "yields.csv",
  split: "at random, seed 1",
  reading: "UTF-8",
  target: "yield: numbers",
  columns: "4 of numbers; gaps in rain; left out: site (one value only)",
  suspects: ["-999"],
  unseen: ["class c"],
  twins: ["a and b"],
  repeats: ["2 rows"],
  leaks: ["id"],
  rows: { train: 60, validation: 20, test: 20 },
  trainMeasured: 60,
  model: "4–8–1",
  loss: "MSE",
  optimizer: "Adam",
  stepsPerEpoch: 3,
  techniques: ["l2=1 (lambda)"],
} as unknown as Planned;

test("a search tells of its data what a run tells", () => {
  const lines = searchLines(planned, 1).join("\n");
  expect(lines).toContain(
    "Data       yields.csv: 60 training rows, 20 validation, 20 test\nSplit      at random",
  );
  for (const said of [
    "gaps in rain",
    "Missing?   -999",
    "Unseen     class c",
    "Collinear  a and b",
    "Repeated   2 rows",
    "Leak?      id",
  ])
    expect(lines).toContain(said);
  expect(lines).toContain("Model      4–8–1; MSE; Adam; 3 updates an epoch\nWith       l2=1 (lambda)");
  const [first, second] = searchLines(planned, 4);
  expect(first).toBe("Data       yields.csv: 80 rows dealt to 4 folds, 20 test");
  expect(second).toBe("Reading    UTF-8");
});
