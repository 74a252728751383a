import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import type { Dataset, NumberInputs } from "./dataset.ts";
import { hashDataset } from "./hash.node.ts";

const dataset: Dataset<NumberInputs> = {
  name: "a",
  rows: 2,
  inputs: { kind: "table", shape: [2], values: Float32Array.of(1, 2, 3, 4), columns: ["x", "y"] },
  targets: { kind: "classes", labels: Int32Array.of(0, 1), classes: ["no", "yes"] },
};

test("hashes shapes, values and targets, and not the name", () => {
  const hash = hashDataset(dataset);
  expect(hash).toMatch(/^[0-9a-f]{64}$/);
  expect(hashDataset({ ...dataset, name: "b" })).toBe(hash);
  const { inputs, targets } = dataset;
  const others: Dataset<NumberInputs>[] = [
    { ...dataset, inputs: { ...inputs, values: Float32Array.of(1, 2, 3, 5) } },
    { ...dataset, inputs: { ...inputs, values: Uint8Array.of(1, 2, 3, 4) } },
    { ...dataset, inputs: { ...inputs, columns: ["x", "z"] } },
    { ...dataset, inputs: { ...inputs, kind: "image" } },
    { ...dataset, targets: { kind: "classes", labels: Int32Array.of(1, 0), classes: ["no", "yes"] } },
    { ...dataset, targets: { kind: "classes", labels: Int32Array.of(0, 1), classes: ["no", "maybe"] } },
    { ...dataset, targets: { kind: "numbers", values: Float32Array.of(0, 1), columns: ["no"] } },
    { ...dataset, given: { test: { from: 1, to: 2 } } },
  ];
  const hashes = others.map(hashDataset);
  expect(new Set([hash, ...hashes]).size).toBe(others.length + 1);
  expect(targets.kind).toBe("classes");
});

test("covers a view only, not the buffer behind it", () => {
  const values = Float32Array.of(9, 1, 2, 3, 4, 9).subarray(1, 5);
  expect(hashDataset({ ...dataset, inputs: { ...dataset.inputs, values } })).toBe(hashDataset(dataset));
});

test("stays what it is: manifests hold it", () => {
  const header =
    '{"rows":2,"shape":{"kind":"table","shape":[2],"columns":["x","y"]},"type":"Float32Array",' +
    '"form":{"kind":"classes","classes":["no","yes"]},"given":{}}';
  const values = Uint8Array.of(0, 0, 0x80, 0x3f, 0, 0, 0, 0x40, 0, 0, 0x40, 0x40, 0, 0, 0x80, 0x40);
  const labels = Uint8Array.of(0, 0, 0, 0, 1, 0, 0, 0);
  const expected = createHash("sha256").update(header).update(values).update(labels).digest("hex");
  expect(hashDataset(dataset)).toBe(expected);
});
