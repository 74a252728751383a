import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { bug, stream } from "../../base/index.ts";
import { constant, mean, type Tensor } from "../../graph/index.ts";
import { type Loss, losses } from "../../losses/index.ts";
import { foldEvaluation, type Slopes } from "../../seams/index.ts";
import { activeOf, valuesOf } from "../../../test/techniques.ts";
import { temperatureScaling } from "./temperature-scaling.ts";

type Matrix = readonly (readonly number[])[];
const tensorOf = (rows: Matrix): Tensor => constant(rows.flat(), [rows.length, rows[0]?.length ?? 0]);

interface Case {
  readonly outputs: Matrix;
  readonly targets: Matrix;
  readonly loss?: Loss;
  readonly maximum?: number;
}

function fitted({ outputs, targets, loss = losses.crossEntropy, maximum = 100 }: Case): number {
  const rows = { outputs: outputs.flat(), targets: targets.flat(), width: outputs[0]?.length ?? 0 };
  const lossByScale = (scale: number): Slopes =>
    loss.byScale?.({ ...rows, scale }) ?? bug("no classification");
  const found = temperatureScaling.at.after?.({ lossByScale }, { highestTemperature: maximum });
  return found?.["temperature"] ?? Number.NaN;
}

/** Three times the same outputs, of which one is wrong. */
const gap = 6;
const twoOfThree = {
  outputs: [
    [gap, 0],
    [gap, 0],
    [gap, 0],
  ],
  targets: [
    [1, 0],
    [1, 0],
    [0, 1],
  ],
};

test("outputs 6 and 0 that are right two times of three: σ(6 / T) = 2/3, so T = 6 / log 2", () => {
  expect(fitted(twoOfThree)).toBeCloseTo(gap / Math.log(2), 9);
});

test("a row that is right by 4 and one that is wrong by 1: their slopes cancel at 4 σ(−4/T) = σ(1/T)", () => {
  // Slope by 1/T of (log(1 + e^(−4/T)) + log(1 + e^(1/T))) / 2 is 0 where 4 σ(−4/T) = σ(1/T).
  const inverse = 1 / fitted({ outputs: [[4, 0], [1, 0]], targets: [[1, 0], [0, 1]] }); // prettier-ignore
  const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
  expect(4 * sigmoid(-4 * inverse)).toBeCloseTo(sigmoid(inverse), 9);
});

test.each([
  ["all right: the coldest", [[1, 0]], 1 / 20],
  ["all wrong: the hottest", [[0, 1]], 20],
])("without a minimum, %s of the range", (_, targets, expected) => {
  expect(fitted({ outputs: [[2, 0]], targets, maximum: 20 })).toBe(expected);
});

test("a range of 1 alone leaves the outputs as they are, and so do outputs that are no numbers", () => {
  expect(fitted({ ...twoOfThree, maximum: 1 })).toBe(1);
  expect(fitted({ ...twoOfThree, outputs: [[Number.NaN, 0], [1, 0], [1, 0]] })).toBe(1); // prettier-ignore
});

test("its defining identity: outputs c times as large have a temperature c times as high", () => {
  const scaled = twoOfThree.outputs.map((row) => row.map((value) => 0.01 * value));
  expect(fitted({ ...twoOfThree, outputs: scaled })).toBeCloseTo(0.01 * fitted(twoOfThree), 9);
});

interface Golden {
  readonly outputs: Matrix;
  readonly labels: readonly number[];
  readonly fits: Readonly<Record<string, { readonly temperature: number; readonly loss: number }>>;
}
const golden = JSON.parse(
  readFileSync(new URL("../../../test/golden/temperature.json", import.meta.url), "utf8"),
) as Golden;

test.each(Object.entries(golden.fits))("%s: agrees with SciPy on PyTorch's loss", (id, expected) => {
  const loss = (losses as Readonly<Record<string, Loss>>)[id] as Loss;
  const { outputs, labels } = golden;
  const targets = labels.map((label) => (outputs[0] ?? []).map((_, k) => Number(k === label)));
  const temperature = fitted({ outputs, targets, loss });
  expect(temperature / expected.temperature).toBeCloseTo(1, 9);
  const cooled = outputs.map((row) => row.map((value) => value / temperature));
  const [mean_] = valuesOf(mean(loss.perExample(tensorOf(cooled), tensorOf(targets), {})));
  expect(mean_).toBeCloseTo(expected.loss, 9);
});

test("10,000 rows of 10 classes take less than a tenth of a second", () => {
  const draw = stream(1, "rows");
  const outputs = Array.from({ length: 10_000 }, () => Array.from({ length: 10 }, () => 3 * draw.normal()));
  const targets = outputs.map((row) => row.map((_, k) => Number(k === Math.floor(10 * draw.uniform()))));
  const rows = { outputs, targets };
  fitted(rows);
  const times = [1, 2, 3].map(() => {
    const start = performance.now();
    fitted(rows);
    return performance.now() - start;
  });
  expect(Math.min(...times)).toBeLessThan(100);
});

test("evaluation divides by the temperature that is kept for the output", () => {
  const { outputs } = foldEvaluation([activeOf(temperatureScaling)], {
    parameter: ({ value }: never) => value,
    running: ({ name, shape }) => constant([name === "output.temperatureScaling.temperature" ? 4 : 0], shape),
  });
  expect(valuesOf(outputs(constant([8, -2], [1, 2])))).toEqual([2, -0.5]);
});
