import { expect, test } from "vitest";
import { stream } from "../base/index.ts";
import {
  columnDeviations,
  crossValidatePath,
  type CrossValidation,
  type Examples,
  lossSlice,
  type Response,
} from "../linear/index.ts";
import { type PathTold, placesOf, validationFigure } from "./linear-figures.ts";
import { linearHtml, type LinearInput, linearPicture } from "./linear-page.tsx";
import { freedomFigure, ridgeDirections, targetDeviation } from "./linear-ridge.ts";
import { largestPair, penaltyShape } from "./linear-weights.ts";

const rows = 60;
const draws = stream(1, "linearPage");
const values = Float64Array.from({ length: rows * 3 }, (_, at) => 10 ** (at % 3) * draws.normal());
const weights = Float64Array.from({ length: rows }, (_, row) => 1 + (row % 2));
const examples: Examples = { rows, columns: 3, values, weights, names: ["dose", "age", "noise"] };
const scores = Array.from(
  { length: rows },
  (_, row) => 5 + 2 * (values[3 * row] as number) + 0.1 * (values[3 * row + 1] as number) + draws.normal(),
);
const classes = ["low", "middle", "high"];
const responses: Record<string, Response> = {
  gaussian: { family: "gaussian", values: scores },
  binomial: { family: "binomial", labels: scores.map((score) => Number(score > 5)), classes: ["no", "yes"] },
  multinomial: {
    family: "multinomial",
    labels: scores.map((score) => (score > 6 ? 2 : Number(score > 4))),
    classes,
  },
};
const told: PathTold = {
  rows,
  names: ["dose", "age", "noise"],
  deviations: columnDeviations(examples),
  classes,
};

test.each(
  ["gaussian", "binomial", "multinomial"].flatMap((family) =>
    [0, 0.5, 1].map((alpha) => [family, alpha] as const),
  ),
)(
  "the contour of the loss touches the shape of the penalty where the model is: %s, α %s",
  (family, alpha) => {
    const response = responses[family] as Response;
    const found = crossValidatePath(examples, response, { alpha, folds: 3, tolerance: 1e-14 });
    const { path } = found;
    // A strength that matters, so that loss and penalty pull against each other.
    const step = Math.floor(path.lambdas.length / 2);
    const lambda = path.lambdas[step] as number;
    const pair = largestPair([found], told);
    const [first, second] = pair ?? [];
    if (!first || !second) throw new Error("no pair");
    const place = [first, second].map(
      ({ output, column }) =>
        (path.coefficients[(step * path.outputs + output) * 3 + column] as number) *
        (told.deviations[column] as number),
    ) as [number, number];
    const { lossAt } = lossSlice(examples, response, path, { lambda, pair: [first, second] });
    const shape = penaltyShape(alpha, place, targetDeviation(path, examples));
    const here = lossAt(...place);
    const others = shape.map((point) => lossAt(...point));
    expect(Math.min(...others)).toBeGreaterThan(here - 1e-6);
    // It does touch: inside the shape the loss is higher, a little beyond it lower.
    expect(lossAt(place[0] * 0.98, place[1] * 0.98)).toBeGreaterThan(here);
    expect(lossAt(place[0] * 1.02, place[1] * 1.02)).toBeLessThan(here);
  },
);

const models = [
  { title: "lasso", alpha: 1 },
  { title: "ridge", alpha: 0 },
].map(({ title, alpha }) => ({
  title,
  validation: crossValidatePath(examples, responses["gaussian"] as Response, { alpha, folds: 3 }),
}));
const input: LinearInput = {
  name: "doses.csv",
  models,
  told,
  examples,
  response: responses["gaussian"] as Response,
  data: ["Data      doses.csv, 60 rows"],
  remarks: ["Collinear <columns>."],
};

test("where λmin leaves one coefficient, the other is the largest later; freedom is not counted for several classes", () => {
  const found = (models[0] as (typeof models)[number]).validation;
  const alone = { ...found, best: 1, lambdaMin: found.path.lambdas[1] as number };
  expect(largestPair([alone], told)?.map(({ column }) => column)).toEqual([0, 1]);
  const freedom = (family: string, validation: CrossValidation) =>
    freedomFigure(
      validation,
      { directions: undefined, examples, response: responses[family] as Response },
      "lasso",
    );
  expect(freedom("gaussian", found)?.series[0]?.points.at(-1)?.[1]).toBe(3);
  const classed = crossValidatePath(examples, responses["multinomial"] as Response, { folds: 3 });
  expect(freedom("multinomial", classed)).toBeUndefined();
});

test("degrees of freedom are those of the path's own strengths", () => {
  const [, ridge] = models;
  const found = ridge && ridgeDirections(ridge.validation, examples, input.response);
  // Weighted and scaled columns of a ridge path: Σ d²/(d² + λ) at the λ that both conventions share.
  const { path } = (ridge as (typeof models)[number]).validation;
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const lambda = ((path.lambdas[50] as number) * total) / Math.sqrt(path.nullDeviance / total);
  const degrees = Array.from(found?.singularValues ?? [], (d) => (d * d) / (d * d + lambda));
  expect(found?.degreesOfFreedom[50]).toBeCloseTo(
    degrees.reduce((sum, share) => sum + share, 0),
    10,
  );
  expect(Array.from(found?.singularValues ?? []).reduce((sum, d) => sum + d * d, 0)).toBeCloseTo(
    3 * total,
    6,
  );
  expect(
    ridgeDirections((models[0] as (typeof models)[number]).validation, examples, input.response),
  ).toBeUndefined();
});

test("a page holds scores, coefficients and every picture with how to read it; the picture holds the same", () => {
  const html = linearHtml(input);
  const titles = ["lasso", "ridge"].flatMap((title) => [
    `Coefficient paths of ${title}`,
    `Cross-validation of ${title}, 3 folds`,
    `Weight space of ${title}`,
    `Effective degrees of freedom, ${title}`,
  ]);
  const svg = JSON.stringify(linearPicture(input).marks);
  for (const title of [...titles, "Shrinkage of singular directions, ridge"]) {
    expect(html).toContain(`<title>${title}</title>`);
    expect(svg).toContain(title);
  }
  expect(html.match(/<figcaption>[^<]+<\/figcaption>/g)).toHaveLength(9);
  expect(html).toMatch(/<th scope="row">dose<\/th>/);
  expect(html).toContain("Collinear &lt;columns>.");
  expect(svg).toContain("Along a contour the loss is the same");
  expect(html).not.toMatch(/<script|https?:\/\/(?!www\.w3\.org)/);
});

test("λ 0 has a place at the end, and is told", () => {
  const response = responses["gaussian"] as Response;
  const validation = crossValidatePath(examples, response, {
    lambdas: [1, 0.1, 0],
    folds: 3,
    alpha: 0,
    exact: true,
  });
  expect(placesOf(validation.path.lambdas)).toEqual([-0, 1, 1.5]);
  const figure = validationFigure(validation, "ridge");
  expect(figure.series[0]?.points).toHaveLength(3);
  expect(figure.series[0]?.points.every(([x]) => Number.isFinite(x))).toBe(true);
  expect(figure.note).toContain("λ 0, which has no logarithm, stands at the right end.");
});
