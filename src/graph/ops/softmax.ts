import { node, type Operation, sourceOf, type Tensor, type Values } from "../tensor.ts";
import { mul, sub } from "./arithmetic.ts";
import type { None } from "./elementwise.ts";
import { exp } from "./functions.ts";
import { alike } from "./members.ts";
import { sum } from "./spread.ts";

/** Applies `each` to every run of numbers along the last axis. */
function alongLast(x: Values, size: number, each: (row: Values) => Values): Values {
  const result = new Float64Array(x.length);
  for (let start = 0; start < x.length; start += size)
    result.set(each(x.subarray(start, start + size)), start);
  return result;
}

function logSoftmaxRow(row: Values): Values {
  const top = row.reduce((a, b) => Math.max(a, b), -Infinity);
  const total = Math.log(row.reduce((a, b) => a + Math.exp(b - top), 0)) + top;
  return row.map((value) => value - total);
}

const lastAxis = (y: Tensor): number => y.shape.length - 1;
const lastSize = (y: Tensor): number => y.shape.at(-1) as number;

const softmaxOperation: Operation<None> = {
  name: "softmax",
  shape: ([x]) => (x as Tensor).shape,
  evaluate: ([x], y) => alongLast(x as Values, lastSize(y), (row) => logSoftmaxRow(row).map(Math.exp)),
  gradient: (dy, y) => {
    const weighted = mul(dy, y);
    return [sub(weighted, mul(y, sum(weighted, [lastAxis(y)], true)))];
  },
  onnx: (y) => ({ operator: "Softmax", inputs: y.sources, attributes: { axis: -1 } }),
  members: alike,
};

/** Probabilities along the last axis. */
export const softmax = (x: Tensor): Tensor => node(softmaxOperation, [x], {});

const logSoftmaxOperation: Operation<None> = {
  name: "logSoftmax",
  shape: ([x]) => (x as Tensor).shape,
  evaluate: ([x], y) => alongLast(x as Values, lastSize(y), logSoftmaxRow),
  gradient: (dy, y) => [sub(dy, mul(exp(y), sum(dy, [lastAxis(y)], true)))],
  onnx: (y) => ({ operator: "LogSoftmax", inputs: [sourceOf(y)], attributes: { axis: -1 } }),
  members: alike,
};

/** Log-probabilities along the last axis, without overflow. */
export const logSoftmax = (x: Tensor): Tensor => node(logSoftmaxOperation, [x], {});

export const softmaxOperations = [softmaxOperation, logSoftmaxOperation] as const;
