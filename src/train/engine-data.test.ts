import { expect, test } from "vitest";
import { tinyPlan } from "../../test/tiny-runs.ts";
import type { Dataset, NumberInputs } from "../data/index.ts";
import { storageOf } from "./engine-data.ts";

const bytes = (kind: NumberInputs["kind"], rows: number): Dataset => ({
  name: kind,
  rows,
  inputs: {
    kind,
    shape: kind === "image" ? [1, 128, 128] : [16_384],
    values: new Uint8Array(rows * 16_384),
  },
  targets: {
    kind: "classes",
    labels: Int32Array.from({ length: rows }, (_, i) => i % 2),
    classes: ["a", "b"],
  },
});

test.each([
  ["image", 20, "float32"],
  ["image", 1025, "uint8"],
  // Each column of a table has a scale of its own, which bytes in the engine would not get.
  ["table", 1025, "float32"],
] as const)("bytes of %s data with %i rows are held as %s", (kind, rows, storage) => {
  const split = { train: 10, validation: 5, test: 5 };
  expect(storageOf(tinyPlan({ split }, bytes(kind, rows))).inputs).toBe(storage);
});
