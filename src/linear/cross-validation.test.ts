import { describe, expect, test } from "vitest";
import { stream } from "../base/index.ts";
import {
  crossValidatePath,
  type CrossValidation,
  type Examples,
  fitPath,
  type HeldOut,
  pairedDifference,
  predictAt,
  type Response,
} from "./index.ts";

const rows = 12;
const draws = stream(1, "crossValidation");
const values = Float64Array.from({ length: rows * 3 }, () => draws.normal());
const examples: Examples = { rows, columns: 3, values };
const targets = Array.from({ length: rows }, (_, row) => 2 * (values[3 * row] as number) + draws.normal());
const gaussian: Response = { family: "gaussian", values: targets };
const labels = Array.from({ length: rows }, (_, row) => row % 2);
const binomial: Response = { family: "binomial", labels, classes: ["no", "yes"] };

describe("cross-validation", () => {
  const wide: Examples = {
    rows: 12,
    columns: 10,
    values: Float64Array.from({ length: 120 }, () => draws.normal()),
  };

  test("fits each fold as the rows beside it alone are fitted, with a sequence of its own", () => {
    const { folds, foldOf, path } = crossValidatePath(wide, gaussian, { folds: 3, count: 20 });
    folds.forEach(({ ending, largest, smallest }, fold) => {
      const rest = Array.from(foldOf.keys()).filter((row) => foldOf[row] !== fold);
      const own = fitPath(
        {
          ...wide,
          rows: rest.length,
          values: Float64Array.from(
            rest.flatMap((row) => Array.from(wide.values.subarray(10 * row, 10 * row + 10))),
          ),
        },
        { family: "gaussian", values: rest.map((row) => targets[row] as number) },
        { count: 20 },
      );
      expect([ending, smallest]).toEqual([own.ending, own.lambdas.at(-1)]);
      expect(largest).toBe(own.lambdas[0]);
      // Eight rows are fewer than the columns, though twelve are not.
      expect(smallest / largest).toBeGreaterThan(0.0099);
    });
    expect((path.lambdas.at(-1) as number) / (path.lambdas[0] as number)).toBeLessThan(0.0099);
  });

  test("tells which folds ended early", () => {
    const apart: Response = {
      ...binomial,
      labels: Array.from({ length: rows }, (_, row) => Number((values[3 * row] as number) > 0)),
    };
    const { folds } = crossValidatePath(examples, apart, { folds: 3, lambdas: [0.1, 0.01, 0] });
    expect(folds.map(({ ending, smallest }) => [ending, smallest])).toEqual(
      Array(3).fill(["separated", 0.01]),
    );
  });

  test("takes folds as they are given, and rows that no fold holds", () => {
    const parts = [
      { rest: Int32Array.of(0, 1, 2, 3), heldOut: Int32Array.of(4, 5, 6, 7) },
      { rest: Int32Array.of(0, 1, 2, 3, 4, 5, 6, 7), heldOut: Int32Array.of(8, 9, 10, 11) },
    ];
    const seen: number[][] = [];
    const prepare = (own: Int32Array): Examples => {
      seen.push(Array.from(own));
      // A column more, that these rows alone know of.
      return {
        rows,
        columns: 4,
        values: Float64Array.from({ length: 4 * rows }, (_, at) =>
          at % 4 === 3 ? own.length * at : (values[3 * Math.floor(at / 4) + (at % 4)] as number),
        ),
      };
    };
    const found = crossValidatePath(examples, gaussian, { parts, prepare, lambdas: [0.5, 0.1] });
    expect(Array.from(found.foldOf)).toEqual([-1, -1, -1, -1, 0, 0, 0, 0, 1, 1, 1, 1]);
    expect(seen).toEqual(parts.map(({ rest }) => Array.from(rest)));
    expect(found.path.columns).toBe(3);
    const own = fitPath(
      { ...examples, rows: 4, values: values.subarray(0, 12) },
      { family: "gaussian", values: targets.slice(0, 4) },
      { lambdas: [0.5, 0.1] },
    );
    const heldOut = { ...examples, rows: 4, values: values.subarray(12, 24) };
    const plain = crossValidatePath(examples, gaussian, { parts, lambdas: [0.5, 0.1] });
    const errors = Array.from(
      predictAt(own, heldOut, 0.1),
      (value, i) => (value - (targets[4 + i] as number)) ** 2,
    );
    expect(plain.groupLosses[1]).toBeCloseTo(errors.reduce((sum, error) => sum + error, 0) / 4, 10);
    expect(() =>
      crossValidatePath(examples, gaussian, { parts: [parts[0] as HeldOut, parts[0] as HeldOut] }),
    ).toThrow(/^The folds: got row 4 in two of them, expected each row held out once at most\.$/);
  });

  test("compares penalties by what each fold makes of both", () => {
    const [lasso, ridge] = [1, 0].map((alpha) =>
      crossValidatePath(examples, gaussian, { alpha, folds: 4 }),
    ) as [CrossValidation, CrossValidation];
    const found = pairedDifference([ridge, 30], [lasso, lasso.best]);
    const at = ({ groupLosses, means }: CrossValidation, step: number): number[] =>
      [0, 1, 2, 3].map((fold) => groupLosses[fold * means.length + step] as number);
    const least = at(lasso, lasso.best);
    const differences = at(ridge, 30).map((loss, fold) => loss - (least[fold] as number));
    expect(found.mean).toBeCloseTo((ridge.means[30] as number) - (lasso.means[lasso.best] as number), 12);
    const middle = differences.reduce((sum, value) => sum + value, 0) / 4;
    const spread = differences.reduce((sum, value) => sum + (value - middle) ** 2, 0) / 3;
    expect(found.standardError).toBeCloseTo(Math.sqrt(spread / 4), 12);
    expect(() =>
      pairedDifference([ridge, 0], [crossValidatePath(examples, gaussian, { folds: 3 }), 0]),
    ).toThrow(/^The comparison: got cross-validations of other rows or folds/);
  });
});

test("the same seed deals the same folds, each class evenly", () => {
  const first = crossValidatePath(examples, binomial, { folds: 3, seed: 4, count: 5 });
  expect(crossValidatePath(examples, binomial, { folds: 3, seed: 4, count: 5 })).toEqual(first);
  const counts = [0, 1, 2].map(
    (fold) => labels.filter((label, row) => label === 1 && first.foldOf[row] === fold).length,
  );
  expect(counts).toEqual([2, 2, 2]);
});
