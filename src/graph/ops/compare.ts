import { node, type Operation, sourceOf, type Tensor } from "../tensor.ts";
import { binary, elementwise, lift, type None, type Operand } from "./elementwise.ts";

const comparison = (
  name: string,
  operator: string,
  test: (a: number, b: number) => boolean,
): Operation<None> =>
  elementwise({ name, operator, scalar: (a = 0, b = 0) => Number(test(a, b)), dataType: "bool" });

const greaterOperation = comparison("greater", "Greater", (a, b) => a > b);
const greaterOrEqualOperation = comparison("greaterOrEqual", "GreaterOrEqual", (a, b) => a >= b);
const lessOperation = comparison("less", "Less", (a, b) => a < b);
const lessOrEqualOperation = comparison("lessOrEqual", "LessOrEqual", (a, b) => a <= b);
const equalOperation = comparison("equal", "Equal", (a, b) => a === b);

export const greater = binary(greaterOperation);
export const greaterOrEqual = binary(greaterOrEqualOperation);
export const less = binary(lessOperation);
export const lessOrEqual = binary(lessOrEqualOperation);
export const equal = binary(equalOperation);

const whereOperation: Operation<None> = {
  ...elementwise({
    name: "where",
    operator: "Where",
    scalar: (test = 0, a = 0, b = 0) => (test ? a : b),
  }),
  dataType: ([, a]) => (a as Tensor).dataType,
  gradient: (dy, y) => [undefined, where(sourceOf(y, 0), dy, 0), where(sourceOf(y, 0), 0, dy)],
};

/** `a` where `test` (bool) holds, else `b`. */
export const where = (test: Tensor, a: Operand, b: Operand): Tensor =>
  node(whereOperation, [test, lift(a, b), lift(b, a)], {});

export const compareOperations = [
  greaterOperation,
  greaterOrEqualOperation,
  lessOperation,
  lessOrEqualOperation,
  equalOperation,
  whereOperation,
] as const;
