import { expect, test } from "vitest";
import { differences, expectClose, expectGradient } from "../../test/finite-differences.ts";
import { tryLayer } from "../../test/layer-trial.ts";
import {
  constant,
  evaluate,
  type Feeds,
  gradients,
  input,
  mul,
  reshape,
  sum,
  type Tensor,
} from "../graph/index.ts";
import { batchNorm, type Layer } from "./index.ts";

const layer = batchNorm as unknown as Layer;
const start = { gain: [1, 1], offset: [0, 0], mean: [0, 0], variance: [1, 1] };
const numbers = (count: number): number[] => Array.from({ length: count }, (_, i) => Math.sin(3 * i + 1) * 2);
const valuesOf = (t: Tensor, feeds: Feeds): number[] => Array.from(evaluate([t], feeds)[0] ?? []);

test("in training: mean 0 and variance 1 over the batch, then gain and offset", () => {
  // Column means 2 and 10, biased variances 2/3 and 200/3.
  const x = constant([1, 0, 2, 10, 3, 20], [3, 2]);
  const { output } = tryLayer(layer, x, { epsilon: 1e-12 }, { isTraining: true });
  const s = Math.sqrt(1.5);
  const values = valuesOf(output, { ...start, gain: [2, 1], offset: [0, 5] });
  expectClose(values, [-2 * s, 5 - s, 0, 5, 2 * s, 5 + s], 1e-9);
});

test("running statistics move by the momentum, with the unbiased variance", () => {
  const x = constant([1, 0, 2, 10, 3, 20], [3, 2]);
  const { running } = tryLayer(layer, x, { momentum: 0.25 }, { isTraining: true });
  const feeds = { ...start, mean: [4, 2], variance: [3, 8] };
  expect(running["mean"]?.spec).toMatchObject({ shape: [2], initial: 0 });
  expect(running["variance"]?.spec).toMatchObject({ shape: [2], initial: 1 });
  expectClose(
    valuesOf(running["mean"]?.after as Tensor, feeds),
    [0.75 * 4 + 0.25 * 2, 0.75 * 2 + 0.25 * 10],
    1e-12,
  );
  expectClose(
    valuesOf(running["variance"]?.after as Tensor, feeds),
    [0.75 * 3 + 0.25 * 1, 0.75 * 8 + 0.25 * 100],
    1e-12,
  );
});

test("in evaluation: the running statistics, which stand still", () => {
  const x = constant([5, 1, 9, -1], [2, 2]);
  const { output, running } = tryLayer(layer, x, { epsilon: 1e-12 });
  const feeds = { gain: [1, 3], offset: [0, 1], mean: [5, 0], variance: [4, 1] };
  expectClose(valuesOf(output, feeds), [0, 4, 2, -2], 1e-9);
  expect(running["mean"]?.spec.after).toBeUndefined();
});

test("channels of images are normalized over rows and space", () => {
  const x = input("x", [2, 3, 2, 2]);
  const { output, asked } = tryLayer(layer, x, {}, { isTraining: true });
  expect(asked.map(({ name, spec }) => [name, spec.role, spec.shape])).toEqual([
    ["gain", "gain", [3]],
    ["offset", "offset", [3]],
  ]);
  const feeds = { x: numbers(24), gain: [1, 1, 1], offset: [0, 0, 0] };
  const values = valuesOf(output, feeds);
  const channel = values.filter((_, i) => Math.floor(i / 4) % 3 === 1);
  expect(channel).toHaveLength(8);
  expect(channel.reduce((a, b) => a + b)).toBeCloseTo(0, 9);
  expect(channel.reduce((a, b) => a + b * b, 0) / 8).toBeCloseTo(1, 4);
});

test("without gain and offset it asks for no parameters", () => {
  const { asked, output } = tryLayer(layer, constant([1, 3], [2, 1]), { scale: false }, { isTraining: true });
  expect(asked).toEqual([]);
  expectClose(valuesOf(output, {}), [-1, 1], 1e-4);
});

test("a single row has variance 0, and leaves a finite running variance", () => {
  const { output, running } = tryLayer(layer, constant([7, 8], [1, 2]), {}, { isTraining: true });
  expect(valuesOf(output, start)).toEqual([0, 0]);
  expectClose(valuesOf(running["variance"]?.after as Tensor, start), [0.9, 0.9], 1e-12);
});

test.each([
  ["tables", [4, 3]],
  ["images", [3, 3, 2, 2]],
])("gradients by %s, gain and offset", (_, shape) => {
  const x = input("x", shape);
  const { output, parameters } = tryLayer(layer, x, {}, { isTraining: true });
  const size = shape.reduce((a, b) => a * b);
  const feeds = { x: numbers(size), gain: [1.5, -0.5, 2], offset: [0.1, 0.2, 0.3] };
  const weights = constant(numbers(2 * size).slice(size), shape);
  expectGradient(sum(mul(mul(output, output), weights)), [x, ...parameters], feeds);
});

const rows = { there: 3, padded: 5 };
const examples = { tables: [3], images: [3, 2, 2] } as const;

test.each(Object.entries(examples))("padded rows of %s count neither forward nor backward", (_, example) => {
  const size = example.reduce<number>((a, b) => a * b, 1);
  const build = (count: number, present?: Tensor) => {
    const x = input("x", [count, ...example]);
    const trial = { isTraining: true, ...(present && { present }) };
    const { output, parameters, running } = tryLayer(layer, x, {}, trial);
    const weights = constant(
      Array.from({ length: count * size }, (__, i) => Math.cos(i)),
      output.shape,
    );
    const perRow = sum(reshape(mul(mul(output, output), weights), [count, size]), [1]);
    const loss = sum(present ? mul(perRow, present) : perRow);
    return { x, parameters, loss, running: Object.values(running).map(({ after }) => after) };
  };
  const x = numbers(rows.padded * size);
  const feeds = { gain: [1.5, -0.5, 2], offset: [0.1, 0.2, 0.3], mean: [1, 2, 3], variance: [4, 5, 6] };
  const ragged = build(rows.padded, constant([1, 1, 1, 0, 0]));
  const whole = build(rows.there);
  const all = ({ x: of, parameters, loss, running }: typeof whole): Tensor[] => [
    loss,
    ...running,
    ...gradients(loss, parameters),
    ...gradients(loss, [of]),
  ];
  const found = evaluate(all(ragged), { ...feeds, x });
  const expected = evaluate(all(whole), { ...feeds, x: x.slice(0, rows.there * size) });
  expected.forEach((values, i) =>
    expectClose((found[i] ?? new Float64Array()).slice(0, values.length), values, 1e-9),
  );
  const padding = Array.from(found.at(-1) ?? []).slice(rows.there * size);
  expect(padding.every((value) => value === 0)).toBe(true);
  expect(padding).toHaveLength((rows.padded - rows.there) * size);
  expectClose(found.at(-1) ?? [], differences(ragged.loss, ragged.x, { ...feeds, x }), 1e-6);
});
