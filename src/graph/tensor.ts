/** The sizes of a tensor's axes, outermost first; `[]` is a scalar. */
export type Shape = readonly number[];

export type DataType = "float32" | "int32" | "int64" | "uint32" | "uint8" | "bool";

/** How ONNX numbers its types. */
export const typeNumbers: Record<DataType, number> = {
  float32: 1,
  uint8: 2,
  int32: 6,
  int64: 7,
  bool: 9,
  uint32: 12,
};

/** Numbers of a tensor in row-major order, whatever their type: the interpreter's and the constants' storage. */
export type Values = Float64Array;

/** A number is written as an integer unless it is marked as a float: ONNX tells the two apart. */
export type SpelledAttribute =
  | number
  | { readonly float: number }
  | string
  | readonly number[]
  | { readonly floats: readonly number[] }
  | { readonly strings: readonly string[] };

/** How ONNX says an operation: the operator, its inputs in order, its attributes. */
export interface Spelling {
  readonly operator: string;
  /** The operator set it belongs to; ONNX's own when absent. */
  readonly domain?: string;
  readonly inputs: readonly Tensor[];
  readonly attributes?: Readonly<Record<string, SpelledAttribute>>;
  /** Which of the operator's results is meant; the first when absent. */
  readonly output?: number;
}

/** A value of one member of a graph for several, and where members differ in it, the value of all, `[members, ...shape]`. */
export interface Seen {
  readonly one: Tensor;
  readonly all: Tensor | undefined;
}

/**
 * All there is to know about one operation: a row of the table in `ops/`.
 * @typeParam A what the operation needs beside its sources, such as the axes of a sum.
 */
export interface Operation<A extends object = object> {
  readonly name: string;
  /** The result's shape; throws when the sources do not fit together. */
  shape(sources: readonly Tensor[], attributes: A): Shape;
  /** The result's type; that of the first source when absent. */
  dataType?(sources: readonly Tensor[], attributes: A): DataType;
  /** The result in double precision, slowly and obviously: the oracle that the fast path is tested against. */
  evaluate(sources: readonly Values[], result: Tensor<A>): Values;
  /**
   * The gradient for each source, given that of the result (of the result's shape). A gradient may keep the axes that
   * broadcasting spread: `gradients` sums them away. Absent where nothing flows back.
   */
  gradient?(dy: Tensor, y: Tensor<A>): readonly (Tensor | undefined)[];
  onnx(y: Tensor<A>): Spelling;
  /**
   * The value for several members at once, `[members, ...shape]`, where these differ in at least one of the sources; absent
   * where the operation cannot be done so. Those that work number by number need none.
   */
  members?(sources: readonly Seen[], y: Tensor<A>, count: number): Tensor;
  /** Whether each number of the result comes from one number of each source, wherever it lies. */
  readonly isElementwise?: boolean;
}

/** A value that will exist when the graph runs. Plain and immutable: a graph is nothing but these records. */
export interface Tensor<A extends object = object> {
  readonly op: Operation<A>;
  readonly dataType: DataType;
  readonly shape: Shape;
  readonly sources: readonly Tensor[];
  readonly attributes: A;
}

export const sizeOf = (shape: Shape): number => shape.reduce((product, size) => product * size, 1);

export const sameShape = (a: Shape, b: Shape): boolean =>
  a.length === b.length && a.every((size, axis) => size === b[axis]);

/** A shape with another size along one axis. */
export const resized = (shape: Shape, axis: number, size: number): Shape =>
  shape.map((old, i) => (i === axis ? size : old));

/** The value of an operation on its sources. */
export function node<A extends object>(
  op: Operation<A>,
  sources: readonly Tensor[],
  attributes: A,
): Tensor<A> {
  const dataType = op.dataType?.(sources, attributes) ?? sources[0]?.dataType ?? "float32";
  return { op, dataType, shape: op.shape(sources, attributes), sources, attributes };
}

/** The source of `y` at a position that its operation guarantees. */
export const sourceOf = (y: Tensor, position = 0): Tensor => y.sources[position] as Tensor;
