// The fast path against the oracle: every operation, its gradients and the random streams, run by ONNX Runtime.
import { describe, expect, test } from "vitest";
import type { OperationCase } from "../../test/operation-case.ts";
import { operationCases } from "../../test/operation-cases.ts";
import type { Sample } from "../../test/operation-samples.ts";
import {
  constant,
  type DataType,
  evaluate,
  gradients,
  input,
  keepMask,
  mul,
  randomNormal,
  randomUniform,
  sizeOf,
  sum,
  type Tensor,
  topological,
  type Values,
} from "../graph/index.ts";
import { compileModel } from "../onnx/index.ts";
import type { TypedValues, Value } from "./index.ts";
import { createSession } from "./index.ts";

const storage: Record<DataType, (values: readonly number[]) => TypedValues> = {
  float32: (values) => Float32Array.from(values),
  int32: (values) => Int32Array.from(values),
  int64: (values) => BigInt64Array.from(values, BigInt),
  uint32: (values) => Uint32Array.from(values),
  uint8: (values) => Uint8Array.from(values),
  bool: (values) => Uint8Array.from(values),
};

const valueOf = ({ dataType, shape, values }: Sample): Value => ({
  dataType,
  shape,
  values: storage[dataType](values),
});

/** The values of some tensors by ONNX Runtime, for samples fed to the inputs x0, x1 … */
async function run(roots: readonly Tensor[], samples: readonly Sample[] = []): Promise<Value[]> {
  const outputs = Object.fromEntries(roots.map((root, i) => [`y${i}`, root]));
  const session = await createSession(compileModel({ outputs }), { threads: 1, device: "cpu", spin: false });
  const results = await session.run(
    Object.fromEntries(samples.map((sample, i) => [`x${i}`, valueOf(sample)])),
  );
  await session.release();
  return roots.map((_, i) => results[`y${i}`] as Value);
}

function expectSame(found: Value, oracle: Values, { dataType, shape }: Tensor): void {
  expect(found.dataType).toBe(dataType);
  expect(found.shape).toEqual(shape);
  const numbers = Array.from(found.values, Number);
  if (dataType !== "float32") {
    expect(numbers).toEqual(Array.from(oracle));
    return;
  }
  const scale = Math.max(1e-3, ...oracle.map(Math.abs));
  numbers.forEach((value, i) => {
    expect(
      Math.abs(value - (oracle[i] as number)) / scale,
      `value ${i}: ${value}, ${oracle[i]}`,
    ).toBeLessThan(2e-6);
  });
}

/** The result of a case and, where it has one, its gradient by each float input. */
function rootsOf({ samples, build }: OperationCase): readonly Tensor[] {
  const inputs = samples.map(({ shape, dataType }, i) => input(`x${i}`, shape, dataType));
  const result = build(...inputs);
  if (result.dataType !== "float32") return [result];
  const weights = constant(
    Array.from({ length: sizeOf(result.shape) }, (_, i) => Math.sin(i + 1)),
    result.shape,
  );
  const variable = inputs.filter(({ dataType }) => dataType === "float32");
  return [result, ...gradients(sum(mul(result, weights)), variable)];
}

const cases = Object.entries(operationCases).flatMap(([name, list]) =>
  list.map((each) => ({ name, ...each })),
);

test.each(cases)("$name, $title: ONNX Runtime agrees with the oracle, gradients too", async (sample) => {
  const roots = rootsOf(sample);
  const oracle = evaluate(
    roots,
    Object.fromEntries(sample.samples.map(({ values }, i) => [`x${i}`, values])),
  );
  const found = await run(roots, sample.samples);
  found.forEach((value, i) => expectSame(value, oracle[i] as Values, roots[i] as Tensor));
});

const int32 = (value: number): Sample => ({ shape: [], dataType: "int32", values: [value] });

describe("random streams", () => {
  const key = input("x0", [], "int32");
  /** The integers behind uniform numbers. */
  const bitsOf = (uniform: Tensor): Tensor => {
    const float = topological([uniform]).find(
      ({ op, dataType }) => op.name === "cast" && dataType === "float32",
    );
    return float?.sources[0] ?? uniform;
  };

  test.each([0, 1, 2147483647, -2147483648, 12345])("key %d: the same bits", async (value) => {
    const bits = bitsOf(randomUniform(key, [17, 33]));
    const roots = [key, bits, ...[0, 0.25, 0.95].map((rate) => keepMask(key, [9, 30], constant(rate)))];
    expect([bits.dataType, bits.shape]).toEqual(["int32", [17, 33]]);
    const oracle = evaluate(roots, { x0: [value] });
    const found = await run(roots, [int32(value)]);
    found.forEach((value, i) => {
      expect(Array.from(value.values, Number)).toEqual(Array.from(oracle[i] as Values));
    });
  });

  test("uniform and normal numbers agree to float32", async () => {
    const roots = [randomUniform(key, [16, 32]), randomNormal(key, [16, 31])];
    const oracle = evaluate(roots, { x0: [3] });
    const found = await run(roots, [int32(3)]);
    found.forEach((value, i) => expectSame(value, oracle[i] as Values, roots[i] as Tensor));
  });

  test("uniform numbers never reach 0 or 1, even from the extreme integers", async () => {
    const extremes: Sample = { shape: [1, 2], dataType: "int32", values: [-2147483648, 2147483647] };
    const bits = input("x0", [1, 2], "int32");
    const uniform = randomUniform(key, [1, 2]);
    const rebuilt = rebuild(uniform, bitsOf(uniform), bits);
    const [value] = await run([rebuilt], [extremes]);
    expect(Number(value?.values[0])).toBeGreaterThan(0);
    expect(Number(value?.values[1])).toBeLessThan(1);
  });
});

/** A graph with one of its values replaced. */
function rebuild(t: Tensor, old: Tensor, replacement: Tensor): Tensor {
  if (t === old) return replacement;
  return { ...t, sources: t.sources.map((source) => rebuild(source, old, replacement)) };
}
