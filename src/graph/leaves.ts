import { type DataType, type Operation, type Shape, sizeOf, type Tensor, type Values } from "./tensor.ts";

const unspeakable = (): never => {
  throw new Error("Internal error: a leaf of the graph is no ONNX operator");
};

interface Input {
  readonly name: string;
  readonly shape: Shape;
  readonly dataType: DataType;
}

/** A value fed from outside. */
export const inputOperation: Operation<Input> = {
  name: "input",
  shape: (_, { shape }) => shape,
  dataType: (_, { dataType }) => dataType,
  evaluate: (_, { attributes }) => {
    throw new Error(`no value was fed for input "${attributes.name}"`);
  },
  onnx: unspeakable,
};

export const input = (name: string, shape: Shape, dataType: DataType = "float32"): Tensor<Input> => ({
  op: inputOperation,
  dataType,
  shape,
  sources: [],
  attributes: { name, shape, dataType },
});

interface Constant {
  readonly values: Values;
}

/** Numbers known when the graph is built. */
export const constantOperation: Operation<Constant> = {
  name: "constant",
  shape: () => unspeakable(),
  evaluate: (_, { attributes }) => attributes.values,
  onnx: unspeakable,
};

/**
 * @param value one number, or as many as `shape` holds.
 */
export function constant(
  value: number | ArrayLike<number>,
  shape: Shape = typeof value === "number" ? [] : [value.length],
  dataType: DataType = "float32",
): Tensor<Constant> {
  const values = Float64Array.from(typeof value === "number" ? [value] : value);
  if (values.length !== sizeOf(shape))
    throw new Error(`a constant of shape [${shape}] needs ${sizeOf(shape)} numbers, got ${values.length}`);
  return { op: constantOperation, dataType, shape, sources: [], attributes: { values } };
}

/** A vector of one repeated number. */
export const repeated = (value: number, size: number): Tensor =>
  constant(Array.from({ length: size }, () => value));

/** A vector or scalar that ONNX wants as int64, such as the axes of a sum. */
export const int64 = (value: number | readonly number[]): Tensor =>
  constant(value, typeof value === "number" ? [] : [value.length], "int64");

export const isInput = (t: Tensor): t is Tensor<Input> => t.op === inputOperation;
export const isConstant = (t: Tensor): t is Tensor<Constant> => t.op === constantOperation;

/** Whether a tensor is computed from nothing. */
export const isLeaf = (t: Tensor): boolean => isInput(t) || isConstant(t);

/** The name of a graph input. */
export function inputName(t: Tensor): string {
  if (!isInput(t)) throw new Error(`Internal error: ${t.op.name} is no graph input`);
  return t.attributes.name;
}

/** Whether a tensor is the constant scalar `value`. */
export const isNumber = (t: Tensor, value: number): boolean =>
  isConstant(t) && t.shape.length === 0 && t.attributes.values[0] === value;
