import { expect, test } from "vitest";
import { lenet } from "./index.ts";

test("two convolutions with pooling, then two dense layers", () => {
  const shared = { activation: "tanh", initializer: "auto" } as const;
  const settings = { channels: [6, 16], units: [120, 84], pooling: "average", ...shared } as const;
  expect(lenet.layers(settings)).toEqual([
    { use: "conv", filters: 6, kernel: 5, padding: "same", ...shared },
    { use: "averagePool" },
    { use: "conv", filters: 16, kernel: 5, padding: "valid", ...shared },
    { use: "averagePool" },
    { use: "dense", units: 120, ...shared },
    { use: "dense", units: 84, ...shared },
  ]);
});
