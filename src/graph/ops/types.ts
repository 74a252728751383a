import { constant } from "../leaves.ts";
import {
  type DataType,
  node,
  type Operation,
  sourceOf,
  type Tensor,
  typeNumbers,
  type Values,
} from "../tensor.ts";
import { binary, elementwise, type None, stored } from "./elementwise.ts";

const castOperation: Operation<{ readonly to: DataType }> = {
  name: "cast",
  shape: ([x]) => (x as Tensor).shape,
  dataType: (_, { to }) => to,
  evaluate: ([x], y) => (x as Values).map((value) => stored(value, y.dataType)),
  gradient: (dy, y) => [sourceOf(y).dataType === "float32" ? dy : undefined],
  onnx: (y) => ({
    operator: "Cast",
    inputs: y.sources,
    attributes: { to: typeNumbers[y.attributes.to] },
  }),
  isElementwise: true,
};

/** `x` as another type: to an integer by truncation; between int32 and uint32 the bits stay. */
export const cast = (x: Tensor, to: DataType): Tensor =>
  x.dataType === to ? x : node(castOperation, [x], { to });

const bitXorOperation = elementwise({
  name: "bitXor",
  operator: "BitwiseXor",
  scalar: (a = 0, b = 0) => a ^ b,
});

/** Exclusive or of integers. */
export const bitXor = binary(bitXorOperation);

const shiftRightOperation: Operation<None> = {
  ...elementwise({ name: "shiftRight", operator: "BitShift", scalar: (a = 0, b = 0) => a >>> b }),
  onnx: (y) => ({ operator: "BitShift", inputs: y.sources, attributes: { direction: "RIGHT" } }),
};

/** `x >>> bits` of uint32. */
export const shiftRight = (x: Tensor, bits: number): Tensor =>
  node(shiftRightOperation, [x, constant(bits, [], "uint32")], {});

export const typeOperations = [castOperation, bitXorOperation, shiftRightOperation] as const;
