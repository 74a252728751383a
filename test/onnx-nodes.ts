// What an ONNX file is made of, for tests of how it is written.
import { fromBinary } from "@bufbuild/protobuf";
import { type GraphProto, ModelProtoSchema } from "../src/onnx/onnx_pb.ts";

const operatorsOf = (graph: GraphProto | undefined): string[] =>
  graph?.node.map(({ opType }) => opType) ?? [];

/** The operators outside and inside of the loop of a file, in order. */
export function decodeModel(bytes: Uint8Array) {
  const model = fromBinary(ModelProtoSchema, bytes);
  const loop = model.graph?.node.find(({ opType }) => opType === "Loop");
  const body = loop?.attribute.find(({ name }) => name === "body")?.g;
  return { model, body, once: operatorsOf(model.graph), inside: operatorsOf(body) };
}

/** How often each name occurs. */
export const counted = (names: readonly string[]): Record<string, number> =>
  Object.fromEntries(
    [...new Set(names)].toSorted().map((name) => [name, names.filter((other) => other === name).length]),
  );
