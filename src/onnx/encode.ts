import { create, toBinary } from "@bufbuild/protobuf";
import {
  type DataType,
  isConstant,
  type SpelledAttribute,
  type Spelling,
  type Tensor,
  typeNumbers,
  type Values,
} from "../graph/index.ts";
import {
  type AttributeProto,
  AttributeProtoSchema,
  type GraphProto,
  ModelProtoSchema,
  type NodeProto,
  NodeProtoSchema,
  type TensorProto,
  TensorProtoSchema,
  type ValueInfoProto,
  ValueInfoProtoSchema,
} from "./onnx_pb.ts";

const arrayOf: Record<DataType, (values: Values) => ArrayBufferView<ArrayBuffer>> = {
  float32: (values) => Float32Array.from(values),
  uint8: (values) => Uint8Array.from(values),
  int32: (values) => Int32Array.from(values),
  int64: (values) => BigInt64Array.from(Array.from(values, BigInt)),
  bool: (values) => Uint8Array.from(values),
  uint32: (values) => Uint32Array.from(values),
};

function bytesOf(values: Values, dataType: DataType): Uint8Array<ArrayBuffer> {
  const array = arrayOf[dataType](values);
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

/** A constant as an initializer. */
export function encodeConstant(t: Tensor, name: string): TensorProto {
  if (!isConstant(t)) throw new Error("Internal error: only constants are initializers");
  return create(TensorProtoSchema, {
    name,
    dims: t.shape.map(BigInt),
    dataType: typeNumbers[t.dataType],
    rawData: bytesOf(t.attributes.values, t.dataType),
  });
}

/** How ONNX numbers the type of texts, which no graph computes with. */
const stringType = 8;

/** A declared input or output; a text among the sizes names an axis whose size is known only when the graph runs. */
export const encodeValueInfo = (
  name: string,
  dataType: DataType | "string",
  shape: readonly (number | string)[],
): ValueInfoProto =>
  create(ValueInfoProtoSchema, {
    name,
    type: {
      value: {
        case: "tensorType",
        value: {
          elemType: dataType === "string" ? stringType : typeNumbers[dataType],
          shape: {
            dim: shape.map((size) => ({
              value:
                typeof size === "string"
                  ? { case: "dimParam" as const, value: size }
                  : { case: "dimValue" as const, value: BigInt(size) },
            })),
          },
        },
      },
    },
  });

/** ONNX numbers the kinds of attributes. */
const attributeKinds = { float: 1, int: 2, string: 3, graph: 5, floats: 6, ints: 7, strings: 8 } as const;

function encodeAttribute(name: string, value: SpelledAttribute): AttributeProto {
  if (typeof value === "string")
    return create(AttributeProtoSchema, {
      name,
      type: attributeKinds.string,
      s: new TextEncoder().encode(value),
    });
  if (typeof value === "number")
    return create(AttributeProtoSchema, { name, type: attributeKinds.int, i: BigInt(value) });
  if ("float" in value)
    return create(AttributeProtoSchema, { name, type: attributeKinds.float, f: value.float });
  if ("floats" in value)
    return create(AttributeProtoSchema, { name, type: attributeKinds.floats, floats: [...value.floats] });
  if ("strings" in value) {
    const strings = value.strings.map((text) => new TextEncoder().encode(text));
    return create(AttributeProtoSchema, { name, type: attributeKinds.strings, strings });
  }
  return create(AttributeProtoSchema, { name, type: attributeKinds.ints, ints: value.map(BigInt) });
}

interface Wiring {
  readonly name: string;
  readonly input: readonly string[];
  readonly output: readonly string[];
}

export const encodeNode = (
  { operator, domain = "", attributes = {} }: Omit<Spelling, "inputs">,
  { name, input, output }: Wiring,
  graphs: Readonly<Record<string, GraphProto>> = {},
): NodeProto =>
  create(NodeProtoSchema, {
    opType: operator,
    domain,
    name,
    input: [...input],
    output: [...output],
    attribute: [
      ...Object.entries(attributes).map(([key, value]) => encodeAttribute(key, value)),
      ...Object.entries(graphs).map(([key, g]) =>
        create(AttributeProtoSchema, { name: key, type: attributeKinds.graph, g }),
      ),
    ],
  });

/** Operator sets: what onnxruntime 1.30 and onnxruntime-web share. */
const operatorSets = [
  { domain: "", version: 21n },
  { domain: "ai.onnx.ml", version: 3n },
  { domain: "com.microsoft", version: 1n },
  { domain: "com.microsoft.nchwc", version: 1n },
];

/** The domains whose operators occur in a graph or in its loops' bodies. */
function domainsOf(graph: GraphProto): Set<string> {
  const nested = graph.node.flatMap((node) =>
    node.attribute.flatMap(({ g }) => (g ? [...domainsOf(g)] : [])),
  );
  return new Set([...graph.node.map(({ domain }) => domain), ...nested]);
}

/** A whole ONNX file. */
export function encodeModel(graph: GraphProto, metadata: Readonly<Record<string, string>> = {}): Uint8Array {
  const domains = domainsOf(graph);
  return toBinary(
    ModelProtoSchema,
    create(ModelProtoSchema, {
      irVersion: 10n,
      producerName: "ockham",
      graph,
      opsetImport: operatorSets.filter(({ domain }) => domain === "" || domains.has(domain)),
      metadataProps: Object.entries(metadata).map(([key, value]) => ({ key, value })),
    }),
  );
}
