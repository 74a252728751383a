import { expect, test } from "vitest";
import { summaryTable } from "./summary-table.ts";

test("a line for each layer, numbers aligned, and the totals", () => {
  const text = summaryTable({
    input: [3, 8, 8],
    layers: [
      { name: "conv1", kind: "conv", output: [16, 8, 8], parameters: { trainable: 1234, running: 0 } },
      {
        name: "batchNorm1",
        kind: "batchNorm",
        output: [16, 8, 8],
        parameters: { trainable: 32, running: 32 },
      },
    ],
    parameters: { trainable: 1266, running: 32, total: 1298 },
  });
  expect(text).toBe(
    [
      "layer       kind       output  trainable  running",
      "input                  3×8×8",
      "conv1       conv       16×8×8      1,234        0",
      "batchNorm1  batchNorm  16×8×8         32       32",
      "",
      "1,298 numbers: 1,266 trainable parameters, 32 running values.",
      "",
    ].join("\n"),
  );
});
