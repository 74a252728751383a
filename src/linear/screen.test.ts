import { expect, test } from "vitest";
import { stream } from "../base/index.ts";
import { withArithmetic } from "./arithmetic.ts";
import { byColumns, standardized } from "./design.ts";
import { dot } from "./kernels.ts";
import { screenOf } from "./screen.ts";

test.each([
  ["with weights", 2],
  ["of equal rows", 1],
])("finds every column that a look at all of them finds, however the residuals move: %s", (name, outputs) => {
  const [rows, columns] = [30, 200];
  const draws = stream(1, name);
  const values = Float64Array.from({ length: rows * columns }, () => draws.normal());
  const given = Float64Array.from({ length: rows }, (_, row) => row % 4);
  const weights = outputs === 2 ? given : undefined;
  withArithmetic(rows * (columns + 2 * outputs + 2), (arithmetic) => {
    const vectors = arithmetic.vectors(rows, columns);
    const table = byColumns({ rows, columns, values, weights });
    const design = standardized(table, { scale: true, rooted: !weights }, vectors);
    const residuals = arithmetic.vectors(rows, outputs);
    const factors = Float64Array.from({ length: columns }, (_, column) => column % 3);
    const screen = screenOf(design, residuals, {
      factors,
      arithmetic,
      ...(weights && { weights: design.weights }),
    });
    // Residuals of weighted rows hold the weights, as those of classes do.
    const share = (row: number): number => (weights ? (design.weights[row] as number) : 1);
    let limit = 1;
    for (let step = 0; step < 60; step++) {
      for (const own of residuals)
        own.forEach((value, row) => (own[row] = 0.95 * value + 0.1 * share(row) * draws.normal()));
      limit *= 0.95;
      const found = screen.violators(limit);
      const all = Array.from(vectors.keys()).filter((column) =>
        residuals.some(
          (own) => Math.abs(dot(vectors[column] as Float64Array, own)) > limit * (factors[column] as number),
        ),
      );
      expect(found).toEqual(all.filter((column) => screen.isWorking[column] === 0));
      if (step % 10 === 9) for (const column of found.slice(0, 5)) screen.isWorking[column] = 1;
    }
  });
});
