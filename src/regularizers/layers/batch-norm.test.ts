import { expect, test } from "vitest";
import { drawnTools } from "../../../test/drawn-tools.ts";
import { expectClose } from "../../../test/finite-differences.ts";
import { startingHoldings } from "../../../test/holdings.ts";
import { settingsOf } from "../../../test/techniques.ts";
import { constant, evaluate, gradients, input, matmul, mul, sum, type Tensor } from "../../graph/index.ts";
import { ownOf, type Regularizer } from "../../seams/index.ts";
import { batchNorm } from "../index.ts";

const valuesOf = (t: Tensor, feeds = {}): number[] => Array.from(evaluate([t], feeds)[0] ?? []);
const settings = (given: object) =>
  settingsOf(batchNorm as unknown as Regularizer, { ...given }) as {
    readonly momentum: number;
    readonly epsilon: number;
    readonly scale: boolean;
  };

/** What it makes of sums in training, and what it keeps afterwards. */
function trained(sums: Tensor, given: object, known: Readonly<Record<string, Tensor>> = {}) {
  const after: Record<string, Tensor> = {};
  const holdings = startingHoldings(known, (name, value) => (after[name] = value));
  const tools = drawnTools({ own: ownOf("batchNorm", holdings), site: { kind: "sums" } });
  return { output: batchNorm.at.layers?.(sums, settings(given), tools) as Tensor, after };
}

test("the columns (1, 2, 3) and (0, 10, 20) come to ±√1.5, and the running statistics move by a tenth", () => {
  const { output, after } = trained(constant([1, 0, 2, 10, 3, 20], [3, 2]), { epsilon: 1e-12 });
  const s = Math.sqrt(1.5);
  expectClose(valuesOf(output), [-s, -s, 0, 0, s, s], 1e-9);
  expectClose(valuesOf(after["layer1.batchNorm.mean"] as Tensor), [0.2, 1], 1e-9);
  expectClose(valuesOf(after["layer1.batchNorm.variance"] as Tensor), [0.9 + 0.1, 0.9 + 0.1 * 100], 1e-9);
});

test("in evaluation by the running statistics, with the trained gain and offset", () => {
  const known = {
    "layer1.batchNorm.gain": constant([1, 3]),
    "layer1.batchNorm.offset": constant([0, 1]),
    "layer1.batchNorm.mean": constant([5, 0]),
    "layer1.batchNorm.variance": constant([4, 1]),
  };
  const tools = drawnTools({ own: ownOf("batchNorm", startingHoldings(known)), site: { kind: "sums" } });
  const output = batchNorm.evaluation?.layers?.(
    constant([5, 1, 9, -1], [2, 2]),
    settings({ epsilon: 1e-12 }),
    tools,
  );
  expectClose(valuesOf(output as Tensor), [0, 4, 2, -2], 1e-9);
});

const [rows, inputs, units] = [7, 4, 3];
const numbers = (count: number, phase: number): number[] =>
  Array.from({ length: count }, (_, i) => Math.sin(3 * i + phase));
const x = constant(numbers(rows * inputs, 1), [rows, inputs]);
const w = input("w", [inputs, units]);
const output = trained(matmul(x, w), { epsilon: 1e-12 }).output;
const [slope = w] = gradients(
  sum(mul(mul(output, output), constant(numbers(rows * units, 5), output.shape))),
  [w],
);
const weights = numbers(inputs * units, 2);
const a = [4, 0.25, 10];
const scaled = weights.map((value, i) => value * (a[i % units] as number));

test("BN(aW) = BN(W), whatever positive a each unit has", () => {
  expectClose(valuesOf(output, { w: scaled }), valuesOf(output, { w: weights }), 1e-9);
});

test("the gradient at aW is 1/a times that at W, and orthogonal to the weights of each unit", () => {
  const [here, there] = [valuesOf(slope, { w: weights }), valuesOf(slope, { w: scaled })];
  expect(Math.hypot(...here)).toBeGreaterThan(0.1);
  expectClose(
    there,
    here.map((value, i) => value / (a[i % units] as number)),
    1e-8,
  );
  for (let unit = 0; unit < units; unit++) {
    const dot = here.reduce(
      (total, value, i) => total + (i % units === unit ? value * (weights[i] as number) : 0),
      0,
    );
    expect(Math.abs(dot)).toBeLessThan(1e-9);
  }
});

test("a bias before it has no effect", () => {
  const shifted = trained(
    constant(
      [1, 2, 4, 8].map((value) => value + 100),
      [4, 1],
    ),
    {},
  ).output;
  expectClose(valuesOf(shifted), valuesOf(trained(constant([1, 2, 4, 8], [4, 1]), {}).output), 1e-9);
});
