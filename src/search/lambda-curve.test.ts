import { expect, test } from "vitest";
import { type CurvePoint, lambdaCurve } from "./lambda-curve.ts";

const point = (lambda: number, ...losses: number[]): CurvePoint => ({ strengths: { lambda }, losses });
const byLambda = ({ strengths }: CurvePoint): number[] => [strengths["lambda"] as number];

test("the lowest mean, and the most regularized point within one standard error of it", () => {
  // At 1 the mean is 2 and the standard error sqrt(2 / 2) / sqrt(2) ... of (1, 3): sd sqrt(2), error 1.
  const { points, min, oneSe } = lambdaCurve(
    [point(0, 4, 4), point(1, 1, 3), point(2, 2.5, 2.5), point(3, 3, 3), point(4, 3, 3.1)],
    byLambda,
  );
  expect(points.map(({ mean }) => mean)).toEqual([4, 2, 2.5, 3, 3.05]);
  expect(points[1]?.standardError).toBeCloseTo(1, 12);
  expect([min, oneSe]).toEqual([1, 3]);
});

test("of equally good points the more regularized one; weaker ones are never the simpler model", () => {
  expect(lambdaCurve([point(0, 1, 3), point(1, 1, 3)], byLambda)).toMatchObject({ min: 1, oneSe: 1 });
  expect(lambdaCurve([point(0, 1, 3), point(1, 0.9, 3)], byLambda)).toMatchObject({ min: 1, oneSe: 1 });
});

test("a hold-out takes the error over its rows", () => {
  const held = [
    { ...point(0, 1), rowsError: 0.2 },
    { ...point(1, 1.15), rowsError: 0.1 },
    { ...point(2, 1.3), rowsError: 0.1 },
  ];
  expect(lambdaCurve(held, byLambda)).toMatchObject({ min: 0, oneSe: 1 });
});

test("diverged points are left out, and nothing is best where all diverged", () => {
  expect(lambdaCurve([point(0, 1, Infinity), point(1, 2, 2)], byLambda)).toMatchObject({ min: 1, oneSe: 1 });
  expect(lambdaCurve([point(0, Infinity)], byLambda)).toMatchObject({ min: -1, oneSe: -1 });
});

test("without knowing what regularizes more there is no simpler model", () => {
  expect(lambdaCurve([point(0, 1, 1), point(1, 2, 2)], () => undefined)).toMatchObject({ min: 0, oneSe: -1 });
});

test("of two strengths neither may be weaker than at the lowest mean", () => {
  const two = (a: number, b: number, ...losses: number[]): CurvePoint => ({ strengths: { a, b }, losses });
  const ranks = ({ strengths: { a = 0, b = 0 } }: CurvePoint): number[] => [a, b];
  const curve = lambdaCurve(
    [two(1, 1, 1, 3), two(0, 9, 2.1, 2.1), two(2, 1, 2.2, 2.2), two(2, 2, 2.3, 2.3)],
    ranks,
  );
  expect(curve).toMatchObject({ min: 0, oneSe: 3 });
});
