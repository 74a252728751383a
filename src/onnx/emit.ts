import { isConstant, isInput, isLeaf, type Spelling, type Tensor, topological } from "../graph/index.ts";
import { create } from "@bufbuild/protobuf";
import { type Choice, choicesIn, type Side } from "./choices.ts";
import { encodeConstant, encodeNode, encodeValueInfo } from "./encode.ts";
import { GraphProtoSchema, type NodeProto, type TensorProto } from "./onnx_pb.ts";

/** A graph on its way to ONNX: how each value is spelled and what it is called there. */
export interface Emission {
  /** What has to be there before a value; nothing for a leaf. */
  inputsOf(t: Tensor): readonly Tensor[];
  nameOf(t: Tensor): string;
  /** Reserves a name for a value; false when it already has another one. */
  claim(t: Tensor, name: string): boolean;
  encode(t: Tensor): NodeProto;
  /** A constant as an initializer; nothing when an equal one was already taken. */
  initializer(t: Tensor): TensorProto | undefined;
}

function constantKey(t: Tensor): string | undefined {
  if (!isConstant(t) || t.attributes.values.length > 64) return undefined;
  return `${t.dataType} [${t.shape}] ${Array.from(t.attributes.values, (v) => (Object.is(v, -0) ? "-0" : v))}`;
}

interface Emitted {
  /** Names that inputs and outputs have: no other value may be called so. */
  readonly reserved?: ReadonlySet<string>;
  /** Everything that is to be computed, where choices among it are to compute one side only. */
  readonly choosing?: readonly Tensor[];
}

const identity = (from: string, to: string): NodeProto =>
  encodeNode({ operator: "Identity" }, { name: `copy_${to}`, input: [from], output: [to] });

/** One side of a choice as a graph. */
function encodeSide(
  { value, own }: Side,
  result: string,
  { nameOf, encode }: Pick<Emission, "nameOf" | "encode">,
) {
  const isOwn = own.includes(value);
  return create(GraphProtoSchema, {
    name: result,
    node: [...own.map(encode), ...(isOwn ? [] : [identity(nameOf(value), result)])],
    output: [encodeValueInfo(isOwn ? nameOf(value) : result, value.dataType, value.shape)],
  });
}

function encodeChoice(
  { test, sides: [then, otherwise] }: Choice,
  name: string,
  emitting: Pick<Emission, "nameOf" | "encode">,
): NodeProto {
  return encodeNode(
    { operator: "If" },
    { name: `choose_${name}`, input: [emitting.nameOf(test)], output: [name] },
    {
      then_branch: encodeSide(then, `${name}:then`, emitting),
      else_branch: encodeSide(otherwise, `${name}:else`, emitting),
    },
  );
}

function encodePlain(t: Tensor, spelling: Spelling, nameOf: Emission["nameOf"]): NodeProto {
  const name = nameOf(t);
  return encodeNode(spelling, {
    name: `${t.op.name}_${name}`,
    input: spelling.inputs.map(nameOf),
    // Results before the one that is meant have to be named too.
    output: [...Array.from({ length: spelling.output ?? 0 }, (_, i) => `${name}:${i}`), name],
  });
}

export function emission({ reserved = new Set(), choosing = [] }: Emitted = {}): Emission {
  const spellings = new Map<Tensor, Spelling>();
  const names = new Map<Tensor, string>();
  const constants = new Map<string, string>();
  const stored = new Set<string>();
  const spell = (t: Tensor): Spelling => {
    const known = spellings.get(t) ?? t.op.onnx(t);
    spellings.set(t, known);
    return known;
  };
  const unreserved = (name: string): string => (reserved.has(name) ? unreserved(`${name}_`) : name);
  const fresh = (t: Tensor): string => {
    if (isInput(t)) return t.attributes.name;
    const key = constantKey(t);
    if (key === undefined) return unreserved(`v${names.size}`);
    const name = constants.get(key) ?? unreserved(`c${names.size}`);
    constants.set(key, name);
    return name;
  };
  const nameOf = (t: Tensor): string => {
    const name = names.get(t) ?? fresh(t);
    names.set(t, name);
    return name;
  };
  const spelledInputs = (t: Tensor): readonly Tensor[] => (isLeaf(t) ? [] : spell(t).inputs);
  const choices = choicesIn(choosing, spelledInputs);
  const encode = (t: Tensor): NodeProto => {
    const choice = choices.get(t);
    return choice ? encodeChoice(choice, nameOf(t), { nameOf, encode }) : encodePlain(t, spell(t), nameOf);
  };
  return {
    inputsOf: (t) => {
      const choice = choices.get(t);
      return choice ? [choice.test, ...choice.taken] : spelledInputs(t);
    },
    nameOf,
    claim: (t, name) => {
      if (isLeaf(t) || names.has(t)) return false;
      names.set(t, name);
      return true;
    },
    encode,
    initializer: (t) => {
      const name = nameOf(t);
      if (stored.has(name)) return undefined;
      stored.add(name);
      return encodeConstant(t, name);
    },
  };
}

/** Everything the roots need as ONNX sees it: sources before results, leaves included. */
export const emissionOrder = (emitting: Emission, roots: readonly Tensor[]): Tensor[] =>
  topological(roots, emitting.inputsOf);
