import { node, type Operation, sourceOf, type Tensor } from "../tensor.ts";
import { greater, greaterOrEqual, less, lessOrEqual } from "./compare.ts";
import { binary, elementwise, lift, neutral, type None, type Operand, unary } from "./elementwise.ts";
import { cast } from "./types.ts";

const addOperation = elementwise({
  name: "add",
  operator: "Add",
  scalar: (a = 0, b = 0) => a + b,
  gradient: (dy) => [dy, dy],
});
const subOperation = elementwise({
  name: "sub",
  operator: "Sub",
  scalar: (a = 0, b = 0) => a - b,
  gradient: (dy) => [dy, neg(dy)],
});
const mulOperation = elementwise({
  name: "mul",
  operator: "Mul",
  scalar: (a = 0, b = 0) => a * b,
  integer: Math.imul,
  gradient: (dy, y) => {
    const [a, b] = [sourceOf(y, 0), sourceOf(y, 1)];
    // Of a square, one product with 2 dy: dy is often one number.
    return a === b ? [mul(mul(dy, 2), a)] : [mul(dy, b), mul(dy, a)];
  },
});
const divOperation = elementwise({
  name: "div",
  operator: "Div",
  scalar: (a = 0, b = 0) => a / b,
  gradient: (dy, y) => [div(dy, sourceOf(y, 1)), neg(div(mul(dy, y), sourceOf(y, 1)))],
});
const maxOperation = elementwise({
  name: "max",
  operator: "Max",
  scalar: (a = 0, b = 0) => Math.max(a, b),
  gradient: (dy, y) => {
    const [a, b] = [sourceOf(y, 0), sourceOf(y, 1)];
    return [mul(dy, cast(greaterOrEqual(a, b), "float32")), mul(dy, cast(less(a, b), "float32"))];
  },
});
const minOperation = elementwise({
  name: "min",
  operator: "Min",
  scalar: (a = 0, b = 0) => Math.min(a, b),
  gradient: (dy, y) => {
    const [a, b] = [sourceOf(y, 0), sourceOf(y, 1)];
    return [mul(dy, cast(lessOrEqual(a, b), "float32")), mul(dy, cast(greater(a, b), "float32"))];
  },
});

export const add = neutral(binary(addOperation), 0, true);
export const sub = neutral(binary(subOperation), 0, false);
export const mul = neutral(binary(mulOperation), 1, true);
export const div = neutral(binary(divOperation), 1, false);
/** The larger of two numbers; at a tie the gradient goes to the first. */
export const max = binary(maxOperation);
/** The smaller of two numbers; at a tie the gradient goes to the first. */
export const min = binary(minOperation);

const negOperation = elementwise({
  name: "neg",
  operator: "Neg",
  scalar: (x = 0) => -x,
  gradient: (dy) => [neg(dy)],
});
export const neg = unary(negOperation);

const clipOperation: Operation<None> = {
  ...elementwise({
    name: "clip",
    operator: "Clip",
    scalar: (x = 0, from = 0, to = 0) => Math.min(Math.max(x, from), to),
    gradient: (dy, y) => {
      const [x, from, to] = y.sources as [Tensor, Tensor, Tensor];
      const among = (test: Tensor): Tensor => mul(dy, cast(test, "float32"));
      const inside = mul(among(greaterOrEqual(x, from)), cast(lessOrEqual(x, to), "float32"));
      return [inside, among(less(x, from)), among(greater(x, to))];
    },
  }),
};
/** x, but no less than `from` and no more than `to`, which are scalars with `from` at most `to`. */
export const clip = (x: Tensor, from: Operand, to: Operand): Tensor =>
  node(clipOperation, [x, lift(from, x), lift(to, x)], {});

export const square = (x: Tensor): Tensor => mul(x, x);

export const arithmeticOperations = [
  addOperation,
  subOperation,
  mulOperation,
  divOperation,
  maxOperation,
  minOperation,
  negOperation,
  clipOperation,
] as const;
