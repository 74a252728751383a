import { create } from "@bufbuild/protobuf";
import { inputName, isConstant, isInput, isLeaf, share, type Tensor, topological } from "../graph/index.ts";
import { encodeModel, encodeNode, encodeValueInfo } from "./encode.ts";
import { emission, emissionOrder } from "./emit.ts";
import { GraphProtoSchema, type NodeProto } from "./onnx_pb.ts";

/** A text that is looked up: a graph computes with numbers only. */
export interface Lookup {
  /** The input of the graph that it becomes, float32. */
  readonly result: string;
  /** What the file calls the texts. */
  readonly text: string;
  readonly numbers: ReadonlyMap<string, number>;
  /** The number of every other text. */
  readonly otherwise: number;
}

const lookupNode = ({ result, text, numbers, otherwise }: Lookup): NodeProto =>
  encodeNode(
    {
      operator: "LabelEncoder",
      domain: "ai.onnx.ml",
      attributes: {
        keys_strings: { strings: [...numbers.keys()] },
        values_floats: { floats: [...numbers.values()] },
        default_float: { float: otherwise },
      },
    },
    { name: `lookup_${result}`, input: [text], output: [result] },
  );

/** What a model file is made of. */
export interface Model {
  /** By the names that the file gives them. */
  readonly outputs: Readonly<Record<string, Tensor>>;
  /** The name of a leading axis that may have any size, such as `batch`; fixed sizes when absent. */
  readonly anyLeading?: string;
  /** Inputs of the file that are texts, and which number of the graph each becomes. */
  readonly lookups?: readonly Lookup[];
  /** Facts for people and programs that open the file. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** Compiles a graph without a loop; its inputs keep their names and its constants become the file's weights. */
export function compileModel({ outputs, anyLeading, lookups = [], metadata }: Model): Uint8Array {
  const names = Object.keys(outputs);
  const roots = share(Object.values(outputs));
  const inputs = topological(roots).filter((t) => isInput(t));
  const emitting = emission({
    reserved: new Set([...names, ...inputs.map(inputName), ...lookups.map(({ text }) => text)]),
  });
  const order = emissionOrder(emitting, roots);
  const copied = names.filter((name, i) => !emitting.claim(roots[i] as Tensor, name));
  const declared = (t: Tensor): readonly (number | string)[] =>
    anyLeading === undefined ? t.shape : [anyLeading, ...t.shape.slice(1)];
  const rootOf = (name: string): Tensor => roots[names.indexOf(name)] as Tensor;
  return encodeModel(
    create(GraphProtoSchema, {
      name: "model",
      node: [
        ...lookups.map(lookupNode),
        ...order.filter((t) => !isLeaf(t)).map(emitting.encode),
        ...copied.map((name) =>
          encodeNode(
            { operator: "Identity" },
            { name: `copy_${name}`, input: [emitting.nameOf(rootOf(name))], output: [name] },
          ),
        ),
      ],
      initializer: order.filter(isConstant).flatMap((t) => emitting.initializer(t) ?? []),
      input: order
        .filter((t) => isInput(t))
        .map((t) => {
          const text = lookups.find(({ result }) => result === t.attributes.name)?.text;
          return text === undefined
            ? encodeValueInfo(t.attributes.name, t.dataType, declared(t))
            : encodeValueInfo(text, "string", declared(t));
        }),
      output: names.map((name) => encodeValueInfo(name, rootOf(name).dataType, declared(rootOf(name)))),
    }),
    metadata,
  );
}
