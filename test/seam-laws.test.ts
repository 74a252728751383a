// What a whole seam promises, whichever techniques sit on it.
import { describe, expect, test } from "vitest";
import { mean, standardError, stream } from "../src/base/index.ts";
import { add, constant, evaluate, input, mul, type Tensor } from "../src/graph/index.ts";
import { regularizers } from "../src/regularizers/index.ts";
import { type Active, defineRegularizer, live, type Regularizer, type Seam } from "../src/seams/index.ts";
import {
  activeOf,
  example,
  feeds,
  inputsFor,
  outcomes,
  productFor,
  seamsOf,
  siteFor,
  stepWith,
  valuesOf,
  variants,
} from "./techniques.ts";

const all: readonly Regularizer[] = Object.values<Regularizer>(regularizers);

/** A technique that draws numbers, at every seam that has them. */
const noise = defineRegularizer({
  id: "noise",
  title: "Noise",
  summary: "Adds standard normal noise.",
  formula: String.raw`x + \sigma z`,
  params: { sigma: live({ description: "Size of the noise.", default: 1, off: 0 }) },
  strength: "sigma",
  treats: [],
  needs: [],
  interactions: [],
  references: [],
  source: [],
  at: {
    input: (x, { sigma }, { normal }) => add(x, mul(sigma, normal(x.shape))),
    layers: (h, { sigma }, { normal }) => add(h, mul(sigma, normal(h.shape))),
    weights: (w, { sigma }, { normal }) => add(w, mul(sigma, normal(w.shape))),
  },
});

/** The techniques on a seam in all of their variants, and the noise above. */
const on = (seam: Seam): [string, Regularizer, Readonly<Record<string, unknown>>][] =>
  [...all, noise as Regularizer]
    .filter(({ at }) => seam in at)
    .flatMap((technique) =>
      variants(technique).map((given): [string, Regularizer, Readonly<Record<string, unknown>>] => [
        [technique.id, ...Object.values(given)].join(" "),
        technique,
        given,
      ]),
    );

describe("shapes stay", () => {
  test.each(all.map((technique) => [technique.id, technique] as const))("%s", (_, technique) => {
    for (const [seam, [before, after]] of Object.entries(outcomes(stepWith(technique), technique))) {
      expect(after.shape, seam).toEqual(before.shape);
      expect(after.dataType, seam).toBe(before.dataType);
    }
  });
});

describe("noise on the way forward keeps the mean", () => {
  // Rows are drawn independently by every technique, numbers in a row by some.
  const rows = 1000;
  const columns = 6;
  const wide = constant(new Float64Array(rows * columns).fill(2), [rows, columns]);
  const square = constant(new Float64Array(columns * columns).fill(0.5), [columns, columns]);
  const expectMean = (noisy: Tensor): void => {
    const values = Array.from(evaluate([noisy])[0] ?? []);
    const ofRows = Array.from({ length: rows }, (_, i) => mean(values.slice(i * columns, (i + 1) * columns)));
    // Five standard errors; a technique without noise has none.
    expect(Math.abs(mean(ofRows) - 2)).toBeLessThanOrEqual(5 * standardError(ofRows) + 1e-9);
  };

  const draw = stream(3, "standardized");
  const standardized = Array.from({ length: rows * columns }, () => draw.normal());
  const expectStandardized = (noisy: Tensor): void => {
    const values = Array.from(evaluate([noisy])[0] ?? []);
    const squares = values.map((value) => value ** 2);
    expect(Math.abs(mean(values))).toBeLessThan(5 * standardError(values));
    expect(Math.abs(mean(squares) - 1)).toBeLessThan(5 * standardError(squares));
  };

  test.each(on("input"))("input: %s", (_, technique, given) =>
    expectMean(stepWith(technique, { given }).input(wide)),
  );
  test.each(on("layers"))("layers: %s", (_, technique, given) => {
    const seams = stepWith(technique, { given });
    if (technique.keeps === "standardized")
      expectStandardized(seams.layers(constant(standardized, wide.shape), siteFor(technique)));
    else expectMean(seams.layers(wide, siteFor(technique), productFor(technique, [wide, square])));
  });
  const expectDirection = (view: Tensor): void => {
    const [first = NaN, ...others] = Array.from(evaluate([view])[0] ?? []);
    expect(Math.abs(first)).toBeGreaterThan(0);
    expect(others.every((value) => value === first)).toBe(true);
  };
  test.each(on("weights"))("weights: %s", (_, technique, given) => {
    const view = stepWith(technique, { given }).weights({ ...example.weight, value: wide });
    if (technique.keeps === "direction") expectDirection(view);
    else expectMean(view);
  });
});

describe("targets stay distributions", () => {
  const expectDistributions = (targets: Tensor): void => {
    const values = valuesOf(targets);
    for (const value of values) expect(value).toBeGreaterThanOrEqual(0);
    for (let row = 0; row < 6; row++) {
      expect(values.slice(3 * row, 3 * row + 3).reduce((a, b) => a + b)).toBeCloseTo(1, 9);
    }
  };

  test.each(
    all.flatMap((technique) => variants(technique).map((given) => [technique.id, technique, given] as const)),
  )("%s", (_, technique, given) => {
    const seams = stepWith(technique, { given });
    expectDistributions(seams.targets(example.targets));
    expectDistributions(seams.batch({ inputs: inputsFor(technique), targets: example.targets }).targets);
  });
});

describe("techniques on one seam act in the order of the recipe", () => {
  const toy = (id: string, change: (x: Tensor) => Tensor): Active =>
    activeOf({
      ...(noise as Regularizer),
      id,
      at: {
        data: change,
        batch: ({ inputs, targets }) => ({ inputs: change(inputs), targets: change(targets) }),
        input: change,
        layers: change,
        weights: change,
        targets: change,
        losses: change,
        gradients: (gradients) => gradients.map(change),
        update: ({ after }) => change(after),
      },
    });
  const plusOne = toy("plusOne", (x) => add(x, 1));
  const twice = toy("twice", (x) => mul(x, 2));

  test.each(Object.keys(outcomes(seamsOf([]))).filter((seam) => seam !== "loss"))("%s", (seam) => {
    const apply = (techniques: readonly Active[]): number[] => {
      const [, after = constant(0)] = outcomes(seamsOf(techniques))[seam] ?? [];
      return valuesOf(after);
    };
    const before = apply([]);
    expect(apply([plusOne, twice])).toEqual(before.map((x) => expect.closeTo((x + 1) * 2, 12)));
    expect(apply([twice, plusOne])).toEqual(before.map((x) => expect.closeTo(x * 2 + 1, 12)));
  });

  test("loss: penalties add up, in any order", () => {
    const penalty = (id: string, value: number): Active =>
      activeOf({ ...(noise as Regularizer), id, at: { loss: () => constant(value) } });
    const [a, b] = [penalty("a", 2), penalty("b", 3)];
    expect(valuesOf(seamsOf([a, b]).penalty([example.weight]))).toEqual([5]);
    expect(valuesOf(seamsOf([b, a]).penalty([example.weight]))).toEqual([5]);
    expect(valuesOf(seamsOf([]).penalty([example.weight]))).toEqual([0]);
  });

  test("the seams of no techniques change nothing", () => {
    for (const [before, after] of Object.values(outcomes(seamsOf([])))) {
      expect(valuesOf(after)).toEqual(valuesOf(before));
    }
  });
});

describe("random streams", () => {
  const noisy = (key: string): Active => ({ ...activeOf(noise as Regularizer), key });
  const drawn = (techniques: readonly Active[], trial = {}, layer = "dense1"): number[] =>
    valuesOf(seamsOf(techniques, trial).layers(example.hidden, { ...example.site, layer }));

  test("every step, seed, layer and use of a technique draws its own numbers", () => {
    const base = drawn([noisy("noise")]);
    expect(drawn([noisy("noise")], { step: 4 })).not.toEqual(base);
    expect(drawn([noisy("noise")], { seed: 6 })).not.toEqual(base);
    expect(drawn([noisy("noise")], {}, "dense2")).not.toEqual(base);
    expect(drawn([noisy("noise#2")])).not.toEqual(base);
    expect(drawn([noisy("noise")])).toEqual(base);
  });

  test("what one technique draws does not depend on the others", () => {
    const idle: Active = { ...noisy("idle"), strengths: { sigma: constant(0) } };
    expect(drawn([idle, noisy("noise")])).toEqual(drawn([noisy("noise")]));
    expect(drawn([noisy("noise"), idle])).toEqual(drawn([noisy("noise")]));
  });
});

test("strengths are live: one graph serves all values", () => {
  const sigma = input("sigma", []);
  const active: Active = { ...activeOf(noise as Regularizer), strengths: { sigma } };
  const noisy = seamsOf([active]).layers(example.hidden, example.site);
  const at = (value: number): number[] =>
    Array.from(evaluate([noisy], { ...feeds, sigma: [value] })[0] ?? []);
  const still = valuesOf(example.hidden);
  expect(at(0)).toEqual(still.map((x) => expect.closeTo(x, 12)));
  at(2).forEach((x, i) =>
    expect(x - (still[i] as number)).toBeCloseTo(2 * ((at(1)[i] as number) - (still[i] as number)), 9),
  );
});
