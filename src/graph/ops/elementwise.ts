import { broadcastShape, broadcastValues } from "../broadcast.ts";
import { constant, isNumber } from "../leaves.ts";
import {
  type DataType,
  node,
  type Operation,
  sameShape,
  sizeOf,
  sourceOf,
  type Tensor,
  type Values,
} from "../tensor.ts";
import { expand } from "./spread.ts";

/** The attributes of an operation that needs none. */
export type None = Record<never, never>;
type Gradient = (dy: Tensor, y: Tensor) => readonly (Tensor | undefined)[];

interface Elementwise {
  readonly name: string;
  readonly operator: string;
  /** One number of the result from one number of each source. */
  readonly scalar: (...x: number[]) => number;
  /** The same for integers, where double precision would lose low bits. */
  readonly integer?: (a: number, b: number) => number;
  readonly gradient?: Gradient;
  readonly dataType?: DataType;
}

/** What a number becomes when it is stored with a type. */
export function stored(value: number, dataType: DataType): number {
  if (dataType === "int32") return value | 0;
  if (dataType === "uint32") return value >>> 0;
  if (dataType === "int64") return Math.trunc(value);
  if (dataType === "uint8") return value & 255;
  return dataType === "bool" ? Number(value !== 0) : value;
}

function applyScalar(scalar: (...x: number[]) => number, sources: readonly Values[], y: Tensor): Values {
  const aligned = sources.map((values, i) => broadcastValues(values, sourceOf(y, i).shape, y.shape));
  const result = new Float64Array(aligned[0]?.length ?? 0);
  for (let i = 0; i < result.length; i++)
    result[i] = stored(scalar(...aligned.map((values) => values[i] as number)), y.dataType);
  return result;
}

/** A row of the table for an operation that works number by number, with broadcasting. */
export const elementwise = ({
  name,
  operator,
  scalar,
  integer,
  gradient,
  dataType,
}: Elementwise): Operation<None> => ({
  name,
  shape: (sources) => sources.map(({ shape }) => shape).reduce(broadcastShape),
  ...(dataType && { dataType: () => dataType }),
  evaluate: (sources, y) => {
    const isInteger = integer && (y.dataType === "int32" || y.dataType === "uint32");
    return applyScalar(isInteger ? (integer as typeof scalar) : scalar, sources, y);
  },
  ...(gradient && { gradient }),
  onnx: (y) => ({ operator, inputs: y.sources }),
  isElementwise: true,
});

/** A tensor or a plain number, which takes the type of the other operand. */
export type Operand = Tensor | number;

export const lift = (x: Operand, like: Operand): Tensor =>
  typeof x !== "number" ? x : constant(x, [], typeof like === "number" ? "float32" : like.dataType);

/** An expanded operand is not stored when the other one spreads it just as far. */
function unexpanded(x: Tensor, other: Tensor): Tensor {
  if (x.op.name !== "expand") return x;
  const source = sourceOf(x);
  const spread = broadcastShape(x.shape, other.shape);
  return sameShape(broadcastShape(source.shape, other.shape), spread) ? source : x;
}

/** One number repeated to a shape, as that number. */
const repeated = (x: Tensor): Tensor | undefined =>
  x.op.name === "expand" && sizeOf(sourceOf(x).shape) === 1 ? sourceOf(x) : undefined;

/** The builder of a two-operand operation; what is done to a repeated number is done before it is repeated. */
export function binary(operation: Operation<None>): (a: Operand, b: Operand) => Tensor {
  return (a, b) => {
    const left = lift(a, b);
    const right = lift(b, left);
    const number = right.shape.length === 0 ? repeated(left) : undefined;
    if (number) return expand(node(operation, [number, right], {}), left.shape);
    const slimLeft = unexpanded(left, right);
    const slimRight = slimLeft === left ? unexpanded(right, left) : right;
    return node(operation, [slimLeft, slimRight], {});
  };
}

/** The builder of a one-operand operation. */
export const unary =
  (operation: Operation<None>) =>
  (x: Tensor): Tensor => {
    const number = repeated(x);
    return number ? expand(node(operation, [number], {}), x.shape) : node(operation, [x], {});
  };

/** Keeps the operand itself where the number changes nothing and the shape stays. */
export const neutral =
  (apply: (a: Operand, b: Operand) => Tensor, number: number, onEitherSide: boolean) =>
  (a: Operand, b: Operand): Tensor => {
    const isNeutral = (x: Operand): boolean => x === number || (typeof x !== "number" && isNumber(x, number));
    if (isNeutral(b) && typeof a !== "number") return a;
    if (onEitherSide && isNeutral(a) && typeof b !== "number") return b;
    return apply(a, b);
  };
