// Texts from their source to the trained model.
import { fromBinary } from "@bufbuild/protobuf";
import { expect, test } from "vitest";
import { phrases, tinyPlan, trainTiny } from "../../test/tiny-runs.ts";
import { ModelProtoSchema } from "../onnx/onnx_pb.ts";
import { exportModel } from "./export.ts";

const model = "text-embedding";
const rate = { use: "adam", learningRate: 0.05 } as const;

test("the vocabulary comes from the training rows alone", () => {
  const { dataset, rows } = tinyPlan(
    { model, split: { order: "file", validation: 10, test: 10 } },
    phrases(60, 40),
  );
  const { inputs } = dataset;
  if (inputs.kind !== "tokens") throw new Error("not tokens");
  expect(inputs.vocabulary.toSorted()).toEqual(
    ["<padding>", "<unknown>", "the", "a", "so", "it", "now", "won", "home"].toSorted(),
  );
  // Training texts end after at most five words; the others have one more that is cut off there or unknown.
  expect(inputs.shape).toEqual([5]);
  const known = [...rows.train].flatMap((row) => [...inputs.values.subarray(5 * row, 5 * row + 5)]);
  expect(known).not.toContain(1);
  expect([...inputs.values.subarray(5 * 40, 5 * 41)].includes(1)).toBe(true);
});

test("learns which word tells the class, and its file holds the vocabulary", async () => {
  const plan = tinyPlan({ model, optimizer: rate, epochs: 40 }, phrases(80));
  const { saved, kept } = await trainTiny(plan);
  expect(saved.records.at(-1)?.validation?.metrics["accuracy"]).toBe(1);
  const { metadataProps, graph } = fromBinary(ModelProtoSchema, exportModel(plan, kept));
  const facts = Object.fromEntries(metadataProps.map(({ key, value }) => [key, value]));
  expect(JSON.parse(facts["vocabulary"] ?? "")).toContain("won");
  expect(JSON.parse(facts["tokenization"] ?? "")).toEqual({ lowerCase: true, length: 5 });
  expect(graph?.input.map(({ name }) => name)).toEqual(["input"]);
});

test("says which layer does not take what it is given", () => {
  expect(() => tinyPlan({ model: "mlp" }, phrases(40))).toThrow(
    "dense1: got token numbers of shape [5], expected numbers. Put an embedding before it, or choose a model for texts.",
  );
  expect(() => tinyPlan({ model })).toThrow(
    "embedding1: got numbers of shape [2], expected token numbers, as texts give them. It is for texts: choose another model, or leave the layer out.",
  );
  expect(() => tinyPlan({ model: { preset: "transformer", positions: 4 } }, phrases(40))).toThrow(
    "positionEmbedding1: got sequences of 5 tokens, expected at most 4, the size of its table of positions.",
  );
});

test.each([
  { use: "conv", padding: "same" },
  { use: "maxPool" },
  { use: "batchNorm" },
  { use: "groupNorm", groups: 1 },
  { use: "layerNorm", over: "example" },
] as const)("$use does not take positions of a text for channels", (layer) => {
  expect(() => tinyPlan({ model: { layers: ["embedding", layer, "flatten"] } }, phrases(40))).toThrow(
    `The layer ${layer.use}1: got the token vectors of texts, [5, 64], expected examples whose channels come first`,
  );
});
