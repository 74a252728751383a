import { expect, test } from "vitest";
import { resnet } from "./index.ts";

const uses = (list: readonly { readonly use: string }[]): string[] => list.map(({ use }) => use);
const net = (block: "basic" | "preActivation") => resnet.layers({ depth: 14, filters: 4, block });
const blocksOf = (block: "basic" | "preActivation") => net(block).filter(({ use }) => use === "residual");

test("three stages of blocks between a convolution and the mean over space", () => {
  expect(uses(net("basic"))).toEqual([
    "conv",
    "batchNorm",
    "activation",
    ...Array.from({ length: 6 }, () => "residual"),
    "globalAveragePool",
  ]);
  expect(uses(net("preActivation"))).toEqual([
    "conv",
    ...Array.from({ length: 6 }, () => "residual"),
    "batchNorm",
    "activation",
    "globalAveragePool",
  ]);
});

test("each stage halves the space and doubles the filters in its first block", () => {
  const firsts = blocksOf("basic").map(
    ({ layers }) => (layers as readonly { filters?: number; stride?: number }[])[0],
  );
  expect(firsts.map((conv) => [conv?.filters, conv?.stride])).toEqual([
    [4, 1],
    [4, 1],
    [8, 2],
    [8, 1],
    [16, 2],
    [16, 1],
  ]);
});

test("a basic block activates the sum; a pre-activation block leaves it", () => {
  const [basic, before] = [blocksOf("basic")[0], blocksOf("preActivation")[0]];
  expect(uses(basic?.["layers"] as never)).toEqual(["conv", "batchNorm", "activation", "conv", "batchNorm"]);
  expect(basic?.["activation"]).toBeUndefined();
  expect(uses(before?.["layers"] as never)).toEqual([
    "batchNorm",
    "activation",
    "conv",
    "batchNorm",
    "activation",
    "conv",
  ]);
  expect(before?.["activation"]).toBe("linear");
});
