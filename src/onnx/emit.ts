import { isConstant, isInput, type Spelling, type Tensor, topological } from "../graph/index.ts";
import { encodeConstant, encodeNode } from "./encode.ts";
import type { NodeProto, TensorProto } from "./onnx_pb.ts";

/** A graph on its way to ONNX: how each value is spelled and what it is called there. */
export interface Emission {
  /** The ONNX inputs of a value; none for a leaf. */
  inputsOf(t: Tensor): readonly Tensor[];
  nameOf(t: Tensor): string;
  /** Reserves a name for a value; false when it already has another one. */
  claim(t: Tensor, name: string): boolean;
  encode(t: Tensor): NodeProto;
  /** A constant as an initializer; nothing when an equal one was already taken. */
  initializer(t: Tensor): TensorProto | undefined;
}

export const isLeaf = (t: Tensor): boolean => isConstant(t) || isInput(t);

function constantKey(t: Tensor): string | undefined {
  if (!isConstant(t) || t.attributes.values.length > 64) return undefined;
  return `${t.dataType} [${t.shape}] ${Array.from(t.attributes.values, (v) => (Object.is(v, -0) ? "-0" : v))}`;
}

/** @param reserved names that inputs and outputs have: no other value may be called so. */
export function emission(reserved: ReadonlySet<string> = new Set()): Emission {
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
  return {
    inputsOf: (t) => (isLeaf(t) ? [] : spell(t).inputs),
    nameOf,
    claim: (t, name) => {
      if (isLeaf(t) || names.has(t)) return false;
      names.set(t, name);
      return true;
    },
    encode: (t) => {
      const name = nameOf(t);
      const spelling = spell(t);
      return encodeNode(spelling, {
        name: `${t.op.name}_${name}`,
        input: spelling.inputs.map(nameOf),
        // Results before the one that is meant have to be named too.
        output: [...Array.from({ length: spelling.output ?? 0 }, (_, i) => `${name}:${i}`), name],
      });
    },
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
