import { fromBinary } from "@bufbuild/protobuf";
import { expect, test } from "vitest";
import { add, affine, constant, input, mul, reshape, softmax } from "../graph/index.ts";
import { createSession, float32 } from "../runtime/index.ts";
import { compileModel } from "./index.ts";
import { ModelProtoSchema } from "./onnx_pb.ts";

const options = { threads: 1, device: "cpu", spin: false } as const;
const numbers = (count: number): Float32Array => Float32Array.from({ length: count }, (_, i) => i / count);

test("a file with any leading size takes batches of any size and answers row by row alike", async () => {
  const x = input("input", [1, 2, 3]);
  const flat = reshape(x, [1, 6]);
  const scores = affine(flat, constant(numbers(24), [6, 4]), constant([0, 1, 0, -1]));
  const bytes = compileModel({ outputs: { scores, shares: softmax(scores) }, anyLeading: "batch" });
  const session = await createSession(bytes, options);
  const ask = async (rows: number) => {
    const results = await session.run({ input: float32(numbers(5 * 6).subarray(0, rows * 6), [rows, 2, 3]) });
    expect(results["shares"]?.shape).toEqual([rows, 4]);
    return Array.from(results["shares"]?.values as Float32Array);
  };
  const five = await ask(5);
  expect(five).toHaveLength(20);
  for (const rows of [1, 2, 3]) {
    for (const [i, share] of (await ask(rows)).entries()) expect(share).toBeCloseTo(five[i] as number, 6);
  }
  await session.release();
});

test("outputs have the names they were given, also when one is an input, a constant or another one", async () => {
  const x = input("x", [2]);
  const doubled = mul(x, 2);
  const outputs = { doubled, again: mul(x, 2), plain: x, fixed: constant([7, 8]), sum: add(doubled, x) };
  const session = await createSession(compileModel({ outputs }), options);
  expect(session.outputNames).toEqual(Object.keys(outputs));
  const results = await session.run({ x: float32(Float32Array.of(1, 2), [2]) });
  const found = Object.entries(results).map(([name, { values }]) => [
    name,
    Array.from(values as Float32Array),
  ]);
  expect(Object.fromEntries(found)).toEqual({
    doubled: [2, 4],
    again: [2, 4],
    plain: [1, 2],
    fixed: [7, 8],
    sum: [3, 6],
  });
  await session.release();
});

test("facts travel in the file", () => {
  const metadata = { classes: '["a","ü"]', task: "classification" };
  const { metadataProps, producerName, opsetImport, irVersion } = fromBinary(
    ModelProtoSchema,
    compileModel({ outputs: { y: mul(input("x", [1]), 2) }, metadata }),
  );
  expect(Object.fromEntries(metadataProps.map(({ key, value }) => [key, value]))).toEqual(metadata);
  expect(producerName).toBe("ockham");
  expect(irVersion).toBe(10n);
  // Only the operator sets that the graph uses.
  expect(opsetImport.map(({ domain, version }) => [domain, version])).toEqual([["", 21n]]);
});
