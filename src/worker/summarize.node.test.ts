import { expect, test } from "vitest";
import { summarize } from "./index.ts";

test("a recipe's model is told layer by layer, on the shapes of its data", async () => {
  const summary = await summarize({
    data: { source: "made-digits", size: 100 },
    model: { layers: [{ use: "conv", filters: 2 }, "batchNorm"] },
  });
  expect(summary).toEqual({
    input: [1, 28, 28],
    layers: [
      { name: "conv1", kind: "conv", output: [2, 26, 26], parameters: { trainable: 20, running: 0 } },
      {
        name: "batchNorm1",
        kind: "batchNorm",
        output: [2, 26, 26],
        parameters: { trainable: 4, running: 4 },
      },
      { name: "output", kind: "dense", output: [10], parameters: { trainable: 13_530, running: 0 } },
    ],
    parameters: { trainable: 13_554, running: 4, total: 13_558 },
  });
});

test("what does not fit the data is refused", async () => {
  const data = { source: "made-digits", size: 100 } as const;
  await expect(summarize({ data, model: { layers: [{ use: "conv", kernel: 29 }] } })).rejects.toThrow(
    /^The layer conv1: got a kernel of 29×29 over an input of 28×28/,
  );
});
