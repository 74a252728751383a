// Second derivatives of a whole net and the transposed convolution against PyTorch: test/golden/nets.py made the numbers.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import {
  abs,
  add,
  affine,
  averagePool,
  channelAffine,
  channelDot,
  channelSum,
  conv,
  convTranspose,
  div,
  evaluate,
  exp,
  gradients,
  input,
  log,
  logSoftmax,
  mul,
  neg,
  relu,
  reshape,
  sizeOf,
  sqrt,
  square,
  sub,
  sum,
  type Tensor,
} from "../graph/index.ts";
import { compileLoop, loopNames } from "../onnx/index.ts";
import { createSession, float32, int64Scalar } from "./index.ts";

interface Stored {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}
type Named<T> = Readonly<Record<string, T>>;

const golden = JSON.parse(readFileSync(new URL("../../test/golden/nets.json", import.meta.url), "utf8")) as {
  transposed: readonly (Named<Stored> & {
    readonly stride: number[];
    readonly padding: number[];
    readonly output_padding: number[];
    readonly dilation: number[];
    readonly groups: number;
  })[];
  derivatives: {
    readonly x: Stored;
    readonly y: Stored;
    readonly parameters: Named<Stored>;
    readonly direction: Named<Stored>;
    readonly loss: number;
    readonly penalty: number;
    readonly gradient: Named<readonly number[]>;
    readonly hessian: Named<readonly number[]>;
    readonly penalized: Named<readonly number[]>;
  };
};

const norm = (values: readonly number[]): number => Math.hypot(...values);

/** Expects lists of numbers to agree relative to the norm of the exact one, or of a thousandth of the largest of them. */
function expectNear(
  found: Named<ArrayLike<number>>,
  expected: Named<readonly number[]>,
  tolerance: number,
): void {
  const largest = Math.max(...Object.values(expected).map(norm));
  for (const [name, exact] of Object.entries(expected)) {
    const error = norm(exact.map((value, i) => (found[name]?.[i] ?? NaN) - value));
    expect(error / Math.max(norm(exact), 1e-3 * largest), name).toBeLessThan(tolerance);
  }
}

/** Values on the engine, compiled as one turn of a loop, with every rewrite that training has. */
async function onEngine(outputs: Named<Tensor>, feeds: Named<Stored>): Promise<Named<ArrayLike<number>>> {
  const session = await createSession(compileLoop({ perStep: [], state: [], scans: outputs }), {
    threads: 1,
    device: "cpu",
    spin: false,
  });
  const fed = Object.entries(feeds).map(([name, { values, shape }]) => [
    name,
    float32(Float32Array.from(values), shape),
  ]);
  const results = await session.run({ ...Object.fromEntries(fed), [loopNames.steps]: int64Scalar(1) });
  await session.release();
  return Object.fromEntries(
    Object.keys(outputs).map((name) => [name, results[loopNames.scan(name)]?.values as Float32Array]),
  );
}

/** The same by the interpreter, in double precision. */
function inDouble(outputs: Named<Tensor>, feeds: Named<Stored>): Named<ArrayLike<number>> {
  const given = Object.fromEntries(Object.entries(feeds).map(([name, { values }]) => [name, values]));
  const values = evaluate(Object.values(outputs), given);
  return Object.fromEntries(Object.keys(outputs).map((name, i) => [name, values[i] as ArrayLike<number>]));
}

const softplus = (x: Tensor): Tensor => add(relu(x), log(add(exp(neg(abs(x))), 1)));

function batchNormalized(x: Tensor, gain: Tensor, offset: Tensor): Tensor {
  const count = sizeOf(x.shape) / (x.shape[1] as number);
  const center = mul(channelSum(x), 1 / count);
  const variance = sub(mul(channelDot(x, x), 1 / count), square(center));
  const factor = div(gain, sqrt(add(variance, 1e-5)));
  return channelAffine(x, factor, sub(offset, mul(center, factor)));
}

const { x, y, parameters, direction, ...exact } = golden.derivatives;
const feeds = { x, y, ...parameters };

/** The loss of the net, and its inputs by name. */
function netLoss() {
  const inputs = Object.fromEntries(
    Object.entries(feeds).map(([name, { shape }]) => [name, input(name, shape)]),
  );
  const at = (name: string): Tensor => inputs[name] as Tensor;
  const sums = conv(at("x"), at("kernel"), {
    stride: [2, 1],
    padding: [
      [1, 1],
      [1, 1],
    ],
  });
  const hidden = softplus(batchNormalized(sums, at("gain"), at("offset")));
  const pooled = averagePool(hidden, { size: [1, 2], stride: [1, 2] });
  const logits = affine(reshape(pooled, [4, 24]), at("weight"), at("bias"));
  const loss = mul(sum(mul(at("y"), logSoftmax(logits))), -1 / 4);
  return { loss, image: at("x"), weights: Object.keys(parameters).map(at) };
}

const named = (tensors: readonly Tensor[]): Named<Tensor> =>
  Object.fromEntries(Object.keys(parameters).map((name, i) => [name, tensors[i] as Tensor]));

/** What is compared: scalars, gradients, the Hessian along a direction, and the gradient of a penalty on the gradient. */
function derivatives(): Named<{
  readonly outputs: Named<Tensor>;
  readonly expected: Named<readonly number[]>;
}> {
  const { loss, image, weights } = netLoss();
  const slopes = gradients(loss, weights);
  const along = Object.values(direction)
    .map((vector, i) => sum(mul(slopes[i] as Tensor, input(`along${i}`, vector.shape))))
    .reduce((a, b) => add(a, b));
  const penalty = sum(square(gradients(loss, [image])[0] as Tensor));
  return {
    values: { outputs: { loss, penalty }, expected: { loss: [exact.loss], penalty: [exact.penalty] } },
    gradient: { outputs: named(slopes), expected: exact.gradient },
    "product of the Hessian and a vector": {
      outputs: named(gradients(along, weights)),
      expected: exact.hessian,
    },
    "gradient of a gradient penalty": {
      outputs: named(gradients(penalty, weights)),
      expected: exact.penalized,
    },
  };
}

const fed = {
  ...feeds,
  ...Object.fromEntries(Object.values(direction).map((vector, i) => [`along${i}`, vector])),
};

test.each(Object.entries(derivatives()))("%s of a whole net", async (_, { outputs, expected }) => {
  // Golden numbers have seven digits.
  expectNear(inDouble(outputs, fed), expected, 1e-6);
  expectNear(await onEngine(outputs, fed), expected, 1e-5);
});

test.each(golden.transposed)(
  "a transposed convolution with stride $stride and groups $groups",
  async (example) => {
    const { stride, dilation, groups, padding, output_padding: outputPadding, ...tensors } = example;
    const { x: stored, w: kernels, slope, ...values } = tensors as unknown as Named<Stored>;
    const [image, w] = [input("x", stored?.shape ?? []), input("w", kernels?.shape ?? [])];
    const result = convTranspose(image, w, {
      stride,
      dilation,
      groups,
      padding: padding.map((side) => [side, side] as const),
      outputPadding,
    });
    const [dx = image, dw = w] = gradients(sum(mul(result, input("slope", slope?.shape ?? []))), [image, w]);
    const outputs = { y: result, dx, dw };
    const expected = Object.fromEntries(
      Object.entries(values).map(([name, { values: each }]) => [name, each]),
    );
    const given = { x: stored, w: kernels, slope } as Named<Stored>;
    expectNear(inDouble(outputs, given), expected, 1e-6);
    expectNear(await onEngine(outputs, given), expected, 1e-5);
  },
);
