import { create } from "@bufbuild/protobuf";
import { isConstant, isInput, share, type Tensor } from "../graph/index.ts";
import { encodeModel, encodeNode, encodeValueInfo } from "./encode.ts";
import { emission, emissionOrder, isLeaf } from "./emit.ts";
import { GraphProtoSchema } from "./onnx_pb.ts";

/** What a model file is made of. */
export interface Model {
  /** By the names that the file gives them. */
  readonly outputs: Readonly<Record<string, Tensor>>;
  /** The name of a leading axis that may have any size, such as `batch`; fixed sizes when absent. */
  readonly anyLeading?: string;
  /** Facts for people and programs that open the file. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** Compiles a graph without a loop; its inputs keep their names and its constants become the file's weights. */
export function compileModel({ outputs, anyLeading, metadata }: Model): Uint8Array {
  const names = Object.keys(outputs);
  const roots = share(Object.values(outputs));
  const emitting = emission();
  const order = emissionOrder(emitting, roots);
  const copied = names.filter((name, i) => !emitting.claim(roots[i] as Tensor, name));
  const declared = (t: Tensor): readonly (number | string)[] =>
    anyLeading === undefined ? t.shape : [anyLeading, ...t.shape.slice(1)];
  const rootOf = (name: string): Tensor => roots[names.indexOf(name)] as Tensor;
  return encodeModel(
    create(GraphProtoSchema, {
      name: "model",
      node: [
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
        .map((t) => encodeValueInfo(t.attributes.name, t.dataType, declared(t))),
      output: names.map((name) => encodeValueInfo(name, rootOf(name).dataType, declared(rootOf(name)))),
    }),
    metadata,
  );
}
