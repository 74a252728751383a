// The figures of `npm run bench -- profile`, from events as ONNX Runtime writes them.
import { expect, test } from "vitest";
import { flopsOf } from "../bench/flops.ts";
import { type Event, profileStep } from "../bench/profile-figures.ts";

const shapes = (inputs: number[][], outputs: number[][]) => ({ inputs, outputs });

test.each([
  ["Gemm", shapes([[128, 784], [784, 256], [256]], [[128, 256]]), 2 * 128 * 784 * 256],
  [
    "Gemm",
    shapes(
      [
        [128, 784],
        [128, 256],
      ],
      [[784, 256]],
    ),
    2 * 128 * 784 * 256,
  ],
  [
    "MatMul",
    shapes(
      [
        [8, 4, 16, 5],
        [8, 4, 5, 7],
      ],
      [[8, 4, 16, 7]],
    ),
    2 * 32 * 16 * 5 * 7,
  ],
  [
    "FusedMatMul",
    shapes(
      [
        [3, 6, 6],
        [3, 6, 2],
      ],
      [[3, 6, 2]],
    ),
    2 * 3 * 6 * 6 * 2,
  ],
  [
    "Conv",
    shapes(
      [
        [2, 8, 10, 10],
        [16, 4, 3, 3],
      ],
      [[2, 16, 8, 8]],
    ),
    2 * (2 * 16 * 64) * (4 * 9),
  ],
  [
    "ConvTranspose",
    shapes(
      [
        [2, 16, 8, 8],
        [16, 4, 3, 3],
      ],
      [[2, 4, 10, 10]],
    ),
    2 * (2 * 16 * 64) * (4 * 9),
  ],
])("%s of %j counts its multiplications and additions", (operation, shapes, expected) => {
  expect(flopsOf(operation, shapes)).toBe(expected);
});

test("other operations are no matrix work", () => {
  const scaling = shapes(
    [
      [2, 8, 10, 10],
      [8, 1, 1, 1],
    ],
    [[2, 8, 10, 10]],
  );
  expect(flopsOf("Conv", scaling)).toBeUndefined();
  expect(flopsOf("Mul", shapes([[2], [2]], [[2]]))).toBeUndefined();
  expect(flopsOf("toString", shapes([[2]], [[2]]))).toBeUndefined();
});

const event = (name: string, ts: number, dur: number, args: Event["args"] = {}): Event => ({
  cat: name.endsWith("_kernel_time") ? "Node" : "Session",
  name,
  ts,
  dur,
  args,
});

/** One run of two steps: a product and a small operation in the loop, and a transpose before it. */
const run = (start: number, times: { readonly product: number; readonly small: number }): Event[] => [
  event("transpose_v1_kernel_time", start + 1, 43, { op_name: "Transpose" }),
  ...[0, 1].flatMap((step) => [
    event("product_v2_kernel_time", start + 100 + step * 1000, times.product, {
      op_name: "Gemm",
      input_type_shape: [{ float: [10, 20] }, { float: [20, 30] }],
      output_type_shape: [{ float: [10, 30] }],
    }),
    event("sum_v3_kernel_time", start + 800 + step * 1000, times.small, { op_name: "Add" }),
    event("SequentialExecutor::Execute", start + 100 + step * 1000, 900),
  ]),
  event("loop_kernel_time", start + 90, 2000, { op_name: "Loop" }),
  event("model_run", start, 2500),
];

test("a step has the time of its nodes without the first run, the loop and what measuring costs", () => {
  const events = [
    ...run(1000, { product: 9000, small: 900 }),
    ...run(10_000, { product: 503, small: 3 }),
    ...run(20_000, { product: 503, small: 3 }),
  ];
  const { steps, nodes, kinds, floorMs } = profileStep(events);
  expect(steps).toBe(4);
  expect(floorMs).toBeCloseTo(0.003, 9);
  expect(nodes.map(({ name, kind }) => [name, kind])).toEqual([
    ["product_v2", "Gemm"],
    ["transpose_v1", "Transpose"],
    ["sum_v3", "Add"],
  ]);
  expect(nodes.map(({ ms }) => ms)).toEqual([0.5, 0.02, 0]);
  expect(nodes[0]).toMatchObject({ flops: 12_000, shapes: { outputs: [[10, 30]] } });
  expect(kinds.map(({ kind, nodes, flops }) => [kind, nodes, flops])).toEqual([
    ["Gemm", 1, 12_000],
    ["Transpose", 1, undefined],
    ["Add", 1, undefined],
  ]);
});

test("a node that waited once is not more expensive for it", () => {
  const busy = run(20_000, { product: 503, small: 3 }).map((each) =>
    each.name.startsWith("product") ? { ...each, dur: each.ts < 20_500 ? 90_000 : 503 } : each,
  );
  const { nodes } = profileStep([
    ...run(0, { product: 503, small: 3 }),
    ...run(10_000, { product: 503, small: 3 }),
    ...busy,
  ]);
  expect(nodes[0]?.ms).toBeCloseTo(0.5, 9);
});
