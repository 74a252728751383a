import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { expectClose } from "../../test/finite-differences.ts";
import { seamsWith, sgdUpdate, valuesAt, weightOf } from "../../test/lone-technique.ts";
import { add, constant, gradients, matmul, mean, sqrt, square, sub, type Tensor } from "../graph/index.ts";
import { sigmoidCrossEntropy } from "../losses/index.ts";
import { l2 } from "../regularizers/index.ts";
import { conventionNames, strengthIn, translateStrength, type Translation } from "./index.ts";
import { translationText } from "./translation-text.ts";

const quantities = { rows: 1000, batch: 10, deviation: 2 };
const valueIn = ({ conventions }: Translation, wanted: string): number =>
  conventions.find(({ name }) => name === wanted)?.value ?? Number.NaN;

test("λ/2n of 5 with n = 1000 in every other convention, by hand", () => {
  const translation = translateStrength({ value: 5, quantities });
  expect(translation).toMatchObject({ from: "halfMean", rate: 0.005 });
  // The gradient of the penalty is 0.005 w.
  const expected = {
    halfMean: 5, // (5 / 2000) Σw²
    sum: 0.0025, // 0.0025 Σw²
    half: 0.005, // (0.005 / 2) Σw²
    decoupled: 0.005,
    frobenius: 0.0025,
    weightDecay: 0.005,
    keras: 0.0025, // 0.0025 Σw², as keras.regularizers.L2 multiplies
    "keras-adamw": 0.005,
    pytorch: 0.005,
    "pytorch-adamw": 0.005,
    ridge: 2.5, // n mse + 2.5 ‖w‖² = n (mse + 0.0025 ‖w‖²)
    "mlp-classifier": 0.05, // (0.05 / 20) Σw²
    "mlp-regressor": 0.025, // mse / 2 + (0.025 / 20) Σw² = (mse + 0.0025 Σw²) / 2
    glmnet: 0.005, // mse / 2 + (0.005 / 4) Σw² = (mse + 0.0025 Σw²) / 2
    "glmnet-logistic": 0.005,
  };
  expect(Object.keys(expected).toSorted()).toEqual([...conventionNames].toSorted());
  for (const [name, value] of Object.entries(expected))
    expect(valueIn(translation, name), name).toBeCloseTo(value, 12);
});

test.each(conventionNames)("%s: there and back is the same strength", (from) => {
  const { conventions } = translateStrength({ from, value: 0.3, quantities });
  expect(conventions.find(({ name }) => name === from)?.value).toBeCloseTo(0.3, 12);
  for (const { name, value = Number.NaN } of conventions)
    expect(valueIn(translateStrength({ from: name, value, quantities }), from), name).toBeCloseTo(0.3, 12);
});

test("glmnet's ridge of one standardized input is that of the whole squared error with the translated strength", () => {
  // y = (−1, 1, −3, 3) / √5 · s has the standard deviation s; x · y / n = 2 s / √5.
  const [s, lambda] = [2, 0.8];
  const covariance = (2 * s) / Math.sqrt(5);
  // It fits y / s with λ / s, where the minimum is (x · y / s) / n / (1 + λ / s), and multiplies with s again.
  const theirs = (s * (covariance / s)) / (1 + lambda / s);
  const { rate } = translateStrength({ from: "glmnet", value: lambda, quantities: { deviation: s } });
  // mse + (rate / 2) w²: 2 (w − covariance) + rate w = 0.
  expect((2 * covariance) / (2 + rate)).toBeCloseTo(theirs, 12);
});

interface Step {
  readonly name: string;
  readonly value: number;
  readonly before: readonly number[];
  readonly without: readonly number[];
  readonly with: readonly number[];
}
const golden = JSON.parse(
  readFileSync(new URL("../../test/golden/conventions.json", import.meta.url), "utf8"),
) as {
  rows: number;
  learningRate: number;
  inputs: readonly (readonly number[])[];
  targets: readonly number[];
  ridge: readonly { alpha: number; coefficients: readonly number[]; intercept: number }[];
  steps: readonly Step[];
};
const sizes = { rows: golden.rows, batch: golden.rows };

test.each(golden.steps)("a step of $name is one of l2 with the translated strength", (step) => {
  const translation = translateStrength({ from: step.name, value: step.value, quantities: sizes });
  const slopes = step.before.map((w, i) => (w - (step.without[i] as number)) / golden.learningRate);
  const own = step.name.endsWith("adamw") ? ["decoupled"] : ["sum", "half", "halfMean"];
  for (const convention of own) {
    const seams = seamsWith(l2, { lambda: valueIn(translation, convention), convention });
    expectClose(sgdUpdate(seams, step.before, slopes), step.with, 1e-9);
  }
});

interface Minimum {
  readonly coefficients: readonly number[];
  readonly intercept: number;
}

/** What is left of the gradient, by the weights, of a loss and l2 with a strength. */
function slopeAt(
  { coefficients, intercept }: Minimum,
  { inputs, lossOf }: { inputs: readonly (readonly number[])[]; lossOf: (outputs: Tensor) => Tensor },
  lambda: number,
): number[] {
  const weight = weightOf([coefficients.length, 1]);
  const rows = constant(inputs.flat(), [inputs.length, coefficients.length]);
  const loss = lossOf(add(matmul(rows, weight.value), intercept));
  const penalty = seamsWith(l2, { lambda, convention: "sum" }).penalty([weight]);
  const [slope = loss] = gradients(add(loss, penalty), [weight.value]);
  return valuesAt(slope, coefficients);
}

const columnOf = (values: readonly number[]): Tensor => constant([...values], [values.length, 1]);
const mseTo = (targets: readonly number[]) => (outputs: Tensor) =>
  mean(square(sub(outputs, columnOf(targets))));

test.each(golden.ridge)(
  "scikit-learn's ridge with alpha $alpha is the minimum of mse and l2 with the translated strength",
  (found) => {
    const translation = translateStrength({ from: "ridge", value: found.alpha, quantities: sizes });
    const problem = { inputs: golden.inputs, lossOf: mseTo(golden.targets) };
    expectClose(slopeAt(found, problem, valueIn(translation, "sum")), [0, 0, 0], 1e-9);
  },
);

const glmnet = JSON.parse(
  readFileSync(new URL("../../test/golden/glmnet.json", import.meta.url), "utf8"),
) as Record<"gaussian" | "binomial", readonly (Minimum & { lambda: number })[]> & {
  inputs: readonly (readonly number[])[];
  targets: readonly number[];
  classes: readonly number[];
};
const rows = glmnet.inputs.length;

test.each(glmnet.gaussian)(
  "glmnet's ridge with λ $lambda is the minimum of mse and l2 with the translated strength",
  (found) => {
    const average = mean(columnOf(glmnet.targets));
    const spread = sqrt(mean(square(sub(columnOf(glmnet.targets), average))));
    const [deviation = Number.NaN] = valuesAt(spread, []);
    const quantities = { rows, deviation };
    const translation = translateStrength({ from: "glmnet", value: found.lambda, quantities });
    const problem = { inputs: glmnet.inputs, lossOf: mseTo(glmnet.targets) };
    expectClose(slopeAt(found, problem, valueIn(translation, "sum")), [0, 0, 0], 1e-9);
  },
);

test.each(glmnet.binomial)(
  "glmnet's logistic ridge with λ $lambda is the minimum of the log loss and l2 with the translated strength",
  (found) => {
    const translation = translateStrength({
      from: "glmnet-logistic",
      value: found.lambda,
      quantities: { rows },
    });
    const lossOf = (outputs: Tensor): Tensor =>
      mean(sigmoidCrossEntropy.perExample(outputs, columnOf(glmnet.classes), {}));
    expectClose(
      slopeAt(found, { inputs: glmnet.inputs, lossOf }, valueIn(translation, "sum")),
      [0, 0, 0],
      1e-9,
    );
  },
);

test("weights shrink by 1 − ηλ/n at each update; what cannot be known is left open", () => {
  const { shrink, warning } = translateStrength({ value: 5, quantities, learningRate: 0.5, epochs: 10 });
  expect(shrink).toEqual({ perStep: 1 - 0.0025, perEpoch: (1 - 0.0025) ** 100, stepsPerEpoch: 100 });
  expect(warning).toBeUndefined();
  const some = translateStrength({ from: "keras", value: 1e-4, quantities: {} });
  expect(some.shrink).toBeUndefined();
  const missing = some.conventions.flatMap(({ name, needs }) => (needs ? [[name, needs]] : []));
  expect(Object.fromEntries(missing)).toEqual({
    halfMean: "rows",
    ridge: "rows",
    "mlp-classifier": "batch",
    "mlp-regressor": "batch",
    glmnet: "deviation",
  });
});

test("a strength that does nothing or all is pointed out", () => {
  const run = { quantities, learningRate: 0.5, epochs: 10 };
  expect(translateStrength({ ...run, value: 1e-4 }).warning).toMatch(/nothing measurable.* in halfMean/);
  expect(translateStrength({ ...run, value: 1e-4, from: "keras" }).warning).toBeUndefined();
  expect(translateStrength({ ...run, value: 5, from: "sum" }).warning).toMatch(/diverges|vanish/);
});

test("what a recipe says is a strength in its convention", () => {
  expect(strengthIn([{ use: "dropout", rate: 0.5 }])).toBeUndefined();
  expect(
    strengthIn([
      { use: "dropout", rate: 0.5 },
      { use: "l2", lambda: 2, convention: "half" },
    ]),
  ).toEqual({
    from: "half",
    value: 2,
  });
  expect(strengthIn([{ use: "weightDecay", lambda: 0.1 }])).toEqual({ from: "weightDecay", value: 0.1 });
});

test("for people: values, code to copy, the shrink factor, and where words mislead", () => {
  const text = translationText(translateStrength({ value: 5, quantities, learningRate: 0.5, epochs: 10 }));
  expect(text).toMatch(/^5 in halfMean, \(λ\/2n\) Σw²: each update takes η · 0\.005 · w off a weight w\.$/m);
  expect(text).toMatch(/^mlp-classifier +0\.05 +scikit-learn MLPClassifier +mean loss \+ \(α\/2m\) Σw²$/m);
  expect(text).toContain("torch.optim.SGD(model.parameters(), lr=0.5, weight_decay=0.005)");
  expect(text).toContain('{"use": "l2", "lambda": 0.0025, "convention": "sum"}');
  expect(text).toContain("npx ockham train --with l2=5");
  const flowing = text.replaceAll(/\n */g, " ");
  expect(flowing).toContain("multiplies every weight by 1 − 0.0025");
  expect(flowing).toContain("by 0.778557 over the 100 updates of an epoch");
  expect(flowing).toMatch(/pytorch: torch\.optim\.Adam .* not AdamW/);
  const open = translationText(translateStrength({ from: "keras", value: 1e-4, quantities: {} }));
  expect(open).toMatch(/^halfMean +needs --rows /m);
  expect(open).toContain("Give --lr");
});

test.each([
  [{ from: "kears", value: 1, quantities }, /--from: got "kears".*Did you mean "keras"/],
  [{ value: 1, quantities: {} }, /--rows: got nothing, expected the number of training rows/],
  [{ from: "mlp-regressor", value: 1, quantities: { rows: 5 } }, /--batch: got nothing/],
  [{ from: "sum", value: -1, quantities }, /--lambda: got -1, expected a number of at least 0/],
])("refuses %j", (question, message) => {
  expect(() => translateStrength(question)).toThrow(message);
});
